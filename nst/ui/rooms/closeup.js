// The close look: three panes that show the same place and move together.
// A place is (x, y) in px of the pastiche; zoom is how many px of the screen one of them takes.
const MOST_ZOOM = 24;
const MARKUP = `
<header><div><h2>Close look</h2><p class="ask"></p></div></header>
<p class="blank">Paint something in the gallery; here it can be looked at closely, beside the photograph and the painting.</p>
<div class="looking">
  <div class="places" role="group" aria-label="Details that are worth a look"></div>
  <div class="panes" tabindex="0" role="group" aria-label="Photograph, painting and pastiche. Plus and minus zoom, arrows move, 0 shows the whole.">
    <figure><div class="pane" data-kind="photo"><img alt="The photograph, close"></div><figcaption>The photograph</figcaption></figure>
    <figure><div class="pane" data-kind="style"><img alt="The painting, close"></div><figcaption class="named"></figcaption></figure>
    <figure><div class="pane" data-kind="pastiche"><img alt="The pastiche, close"></div><figcaption>Repainted</figcaption></figure>
  </div>
  <p class="tools"><button type="button" data-zoom="0.667" aria-label="Smaller">−</button><output></output>
    <button type="button" data-zoom="1.5" aria-label="Larger">+</button><button type="button" data-zoom="0">The whole</button>
    <span class="hint">Drag, pinch or turn the wheel on any of them.</span></p>
  <p class="unseen" role="status"></p>
  <div class="others" hidden><h3>Of this visit</h3><div class="row"></div></div>
</div>
<p class="notice" role="alert" hidden></p>
<p class="limits"></p>`;

const make = (tag, name, text) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
};
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export const open = ({ element, props, trigger, watch }) => {
  const room = element.querySelector(".closeup");
  room.innerHTML = MARKUP;
  const find = (selector) => room.querySelector(selector);
  const panes = [...room.querySelectorAll(".pane")];
  const view = { x: 0, y: 0, zoom: 1, anchor: null };
  const pointers = new Map();
  let state = {};
  let shown = 0;
  let pinch = null;

  const whole = () => {
    const { clientWidth, clientHeight } = panes[0];
    return Math.min(clientWidth / state.size[0], clientHeight / state.size[1]);
  };

  // The painting moves along from the place that was matched with the detail, else in proportion.
  const place = (kind) => {
    if (kind !== "style") return { size: state.size, x: view.x, y: view.y };
    const [width, height] = state.seen;
    if (!view.anchor) return { size: state.seen, x: (view.x / state.size[0]) * width, y: (view.y / state.size[1]) * height };
    return { size: state.seen, x: view.anchor.sx + view.x - view.anchor.x, y: view.anchor.sy + view.y - view.anchor.y };
  };

  const draw = () => {
    if (!state.size || !panes[0].clientWidth) return;
    view.zoom = clamp(view.zoom, whole(), MOST_ZOOM);
    view.x = hold(view.x, state.size[0], panes[0].clientWidth);
    view.y = hold(view.y, state.size[1], panes[0].clientHeight);
    panes.forEach((pane) => {
      const { size, x, y } = place(pane.dataset.kind);
      const image = pane.querySelector("img");
      image.style.width = `${size[0]}px`;
      image.style.height = `${size[1]}px`;
      const left = pane.clientWidth / 2 - hold(x, size[0], pane.clientWidth) * view.zoom;
      const top = pane.clientHeight / 2 - hold(y, size[1], pane.clientHeight) * view.zoom;
      image.style.transform = `translate(${left}px, ${top}px) scale(${view.zoom})`;
    });
    const near = view.zoom / whole();
    find(".panes").classList.toggle("near", near > 1.02);
    find("output").textContent = near < 1.02 ? "whole" : `${near.toFixed(1)} ×`;
  };

  // A place whose surroundings fill the pane; the middle when the picture is smaller than the pane.
  const hold = (at, length, room_px) => {
    const half = room_px / view.zoom / 2;
    return half * 2 >= length ? length / 2 : clamp(at, half, length - half);
  };

  const zoomBy = (factor, pane = null, event = null) => {
    const before = view.zoom;
    view.zoom = clamp(view.zoom * factor, whole(), MOST_ZOOM);
    if (event) {
      const box = pane.getBoundingClientRect();
      const [dx, dy] = [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
      view.x += dx / before - dx / view.zoom;
      view.y += dy / before - dy / view.zoom;
    }
    leave();
    draw();
  };

  const showWhole = () => {
    view.anchor = null;
    view.zoom = 0;
    [view.x, view.y] = [state.size[0] / 2, state.size[1] / 2];
    leave();
    draw();
  };

  const leave = () => room.querySelectorAll(".places [aria-pressed=true]").forEach((each) => each.setAttribute("aria-pressed", "false"));

  const goTo = ({ box, source, title }, button) => {
    const [left, top, right, bottom] = box;
    const [width, height] = state.size;
    view.x = ((left + right) / 2) * width;
    view.y = ((top + bottom) / 2) * height;
    const { clientWidth, clientHeight } = panes[0];
    view.zoom = Math.min(clientWidth / ((right - left) * width), clientHeight / ((bottom - top) * height));
    view.anchor = { x: view.x, y: view.y, sx: source[0] * state.seen[0], sy: source[1] * state.seen[1] };
    leave();
    button?.setAttribute("aria-pressed", "true");
    find("[role=status]").textContent = title;
    draw();
  };

  const lay = () => {
    find(".ask").textContent = `After ${state.title}, ${state.size[0]} × ${state.size[1]} px`;
    find(".named").textContent = state.title;
    panes.forEach((pane) => (pane.querySelector("img").src = state[pane.dataset.kind]));
    const buttons = state.details.map((detail) => {
      const button = make("button", "", detail.title);
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => goTo(detail, button));
      return button;
    });
    find(".places").replaceChildren(...buttons);
    find(".others").hidden = state.shelf.length < 2;
    find(".others .row").replaceChildren(
      ...state.shelf.map(({ number, src, title }) => {
        const button = make("button", "shelved");
        button.type = "button";
        if (number === state.number) button.setAttribute("aria-current", "true");
        const image = make("img");
        Object.assign(image, { src, alt: `Picture ${number} of this visit` });
        button.append(image, make("span", "", title));
        button.addEventListener("click", () => trigger("pick", { number }));
        return button;
      }),
    );
    requestAnimationFrame(() => (state.details.length ? goTo(state.details[0], buttons[0]) : showWhole()));
  };

  const show = () => {
    const value = props.value ?? {};
    find(".notice").hidden = !value.notice;
    find(".notice").textContent = value.notice ?? "";
    if (!value.phase) return;
    state = value;
    room.dataset.phase = state.phase;
    find(".limits").textContent = state.limits ?? "";
    if (state.phase === "looking" && shown !== state.pastiche) {
      shown = state.pastiche;
      lay();
    } else draw();
  };

  const middle = () => {
    const all = [...pointers.values()];
    const x = all.reduce((sum, each) => sum + each.clientX, 0) / all.length;
    const y = all.reduce((sum, each) => sum + each.clientY, 0) / all.length;
    const apart = all.length > 1 ? Math.hypot(all[0].clientX - all[1].clientX, all[0].clientY - all[1].clientY) : 0;
    return { clientX: x, clientY: y, apart };
  };

  panes.forEach((pane) => {
    pane.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoomBy(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), pane, event);
    }, { passive: false });
    pane.addEventListener("dblclick", (event) => zoomBy(2, pane, event));
    pane.addEventListener("pointerdown", (event) => {
      pane.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, event);
      pinch = middle();
    });
    pane.addEventListener("pointermove", (event) => {
      if (!pointers.has(event.pointerId)) return;
      pointers.set(event.pointerId, event);
      const now = middle();
      view.x -= (now.clientX - pinch.clientX) / view.zoom;
      view.y -= (now.clientY - pinch.clientY) / view.zoom;
      if (pinch.apart && now.apart) zoomBy(now.apart / pinch.apart, pane, now);
      pinch = now;
      leave();
      draw();
    });
    ["pointerup", "pointercancel"].forEach((name) =>
      pane.addEventListener(name, (event) => {
        pointers.delete(event.pointerId);
        if (pointers.size) pinch = middle();
      }),
    );
  });
  find(".panes").addEventListener("keydown", (event) => {
    const step = panes[0].clientWidth / view.zoom / 8;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    const factor = { "+": 1.25, "=": 1.25, "-": 0.8, "−": 0.8 }[event.key];
    if (!moves && !factor && event.key !== "0") return;
    event.preventDefault();
    if (factor) zoomBy(factor);
    if (event.key === "0") showWhole();
    if (moves) {
      view.x += moves[0];
      view.y += moves[1];
      leave();
      draw();
    }
  });
  find(".tools").addEventListener("click", (event) => {
    const { zoom } = event.target.closest("button")?.dataset ?? {};
    if (zoom === "0") showWhole();
    else if (zoom) zoomBy(Number(zoom));
  });
  new ResizeObserver(draw).observe(find(".panes"));
  watch("value", show);
  show();
};
