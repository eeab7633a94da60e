// The comic strip: panels to add, order and letter; the page on which they are painted in turn.
const MAX_FILE_BYTES = 20000000;
const MARKUP = `
<header><h2>Comic strip</h2><p class="ask">Up to six photographs, one painting, and what they have to say.</p></header>
<div class="stage">
  <div class="page" hidden><img class="letters" alt=""></div>
  <p class="blank">Your strip will stand here.</p>
  <div class="progress" role="progressbar" aria-label="Painting the strip" aria-valuemin="0" aria-valuemax="100" hidden><span></span></div>
  <p class="line" hidden></p>
  <p class="unseen" role="status"></p>
  <p class="notice" role="alert" hidden></p>
  <p class="acts"><button type="button" class="main" data-do="paint">Paint the strip</button>
    <button type="button" class="main" data-do="stop" hidden>Stop</button></p>
  <p class="files" hidden>Keep it as <button type="button" data-save=".png">picture</button>
    <button type="button" data-save=".pdf">PDF</button>
    <button type="button" data-save=".webp">moving picture</button>
    <button type="button" data-save=".json">run record</button></p>
</div>
<div class="desk">
  <h3>Photographs and words</h3>
  <ol class="panels" aria-label="Panels in their order"></ol>
  <div class="more">
    <label class="target"><input type="file" class="unseen" multiple accept="image/*,.heic,.heif,.avif,.gif,.webp,.apng" aria-label="Add photographs">
      <span class="invite"><strong>Add photographs</strong><span>Several at once, or a short moving picture (GIF, WebP, APNG)</span></span></label>
    <div class="examples" role="group" aria-label="Example photographs"></div>
    <p class="way">Frames of a moving picture: <label><input type="radio" name="comic-way" value="change" checked> where most happens</label>
      <label><input type="radio" name="comic-way" value="even"> evenly spaced</label></p>
  </div>
  <label class="titled">Title of the strip <input type="text" maxlength="60" data-title></label>
  <fieldset class="layouts"><legend>Layout</legend></fieldset>
  <h3>The painting</h3>
  <div class="paintings" role="radiogroup" aria-label="The painting"></div>
  <div class="sliders"></div>
</div>
<p class="limits"></p>`;

const make = (tag, name, text) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
};

export const open = ({ element, props, trigger, watch, upload }) => {
  const room = element.querySelector(".comic");
  room.innerHTML = MARKUP;
  const find = (selector) => room.querySelector(selector);
  const state = {};
  const rows = new Map(); // by the panel's id: its row in the list
  const panes = new Map(); // by the panel's id: its picture on the page
  let laid = false;
  let taken = ""; // the file that was handed out last
  let focus = null;
  let seen = null; // the value that was taken last

  const settings = () =>
    Object.fromEntries([...room.querySelectorAll(".sliders input")].map((each) => [each.name, Number(each.value)]));

  // What there is to choose from comes once.
  const lay = () => {
    laid = true;
    find(".limits").textContent = state.limits;
    const offer = (data, src, alt) => {
      const button = make("button", "example");
      button.type = "button";
      Object.assign(button.dataset, data);
      const image = make("img");
      Object.assign(image, { src, alt });
      button.append(image);
      find(".examples").append(button);
    };
    state.examples.forEach(({ name, src }) => offer({ example: name }, src, `Example photograph: ${name.split("/").pop()}`));
    state.layouts.forEach(([value, title]) => {
      const label = make("label");
      const input = make("input");
      Object.assign(input, { type: "radio", name: "comic-layout", value });
      label.append(input, ` ${title}`);
      find(".layouts").append(label);
    });
    state.paintings.forEach(({ slug, title, src }) => {
      const button = make("button", "choice");
      Object.assign(button, { type: "button", role: "radio", title });
      button.dataset.slug = slug;
      const image = make("img");
      Object.assign(image, { src, alt: title, loading: "lazy" });
      button.append(image);
      find(".paintings").append(button);
    });
    state.sliders.forEach(({ name, label, low, high, step, ends, unit }) => {
      const control = make("label", "slider");
      const input = make("input");
      Object.assign(input, { type: "range", name, min: low, max: high, step });
      const shown = make("output");
      input.addEventListener("input", () => fill(input));
      const head = make("span", "head", label);
      head.append(shown);
      const foot = make("span", "ends");
      foot.append(make("span", "", ends[0]), make("span", "", ends[1]));
      control.append(head, input, foot);
      shown.dataset.unit = unit;
      find(".sliders").append(control);
    });
  };

  const fill = (input) => {
    input.style.setProperty("--at", `${((input.value - input.min) / (input.max - input.min)) * 100}%`);
    const shown = input.parentElement.querySelector("output");
    if (shown.dataset.unit) shown.textContent = `${input.value} ${shown.dataset.unit}`;
  };

  const row = ({ id, thumb }) => {
    const made = make("li", "panel");
    made.dataset.id = id;
    made.innerHTML = `<img alt=""><div class="said">
      <label>Caption<input type="text" maxlength="160" data-words="caption"></label>
      <label>Speech<textarea rows="1" maxlength="480" data-words="speech" placeholder="A line for each balloon"></textarea></label></div>
      <div class="order"><button type="button" data-move="-1">↑</button><button type="button" data-move="1">↓</button>
      <button type="button" data-again>Paint again</button><button type="button" data-remove>Remove</button></div>`;
    made.querySelector("img").src = thumb;
    return made;
  };

  const list = () => {
    const place = find(".panels");
    const ids = new Set(state.panels.map(({ id }) => id));
    [...rows].forEach(([id, made]) => {
      if (ids.has(id)) return;
      made.remove();
      panes.get(id)?.remove();
      rows.delete(id);
      panes.delete(id);
    });
    state.panels.forEach((panel, at) => {
      if (!rows.has(panel.id)) rows.set(panel.id, row(panel));
      const made = rows.get(panel.id);
      if (place.children[at] !== made) place.insertBefore(made, place.children[at] ?? null);
      made.querySelectorAll("[data-words]").forEach((field) => {
        if (field !== document.activeElement) field.value = panel[field.dataset.words];
        grow(field);
      });
      const number = `panel ${at + 1}`;
      made.querySelector("[data-move='-1']").disabled = at === 0;
      made.querySelector("[data-move='-1']").setAttribute("aria-label", `Move ${number} up`);
      made.querySelector("[data-move='1']").disabled = at === state.panels.length - 1;
      made.querySelector("[data-move='1']").setAttribute("aria-label", `Move ${number} down`);
      made.querySelector("[data-remove]").setAttribute("aria-label", `Remove ${number}`);
      made.querySelector("[data-again]").setAttribute("aria-label", `Paint ${number} again`);
      made.querySelector("[data-again]").hidden = !panel.painted;
      made.querySelector("[data-again]").disabled = state.phase === "painting";
      made.querySelector("img").alt = `Photograph of ${number}`;
    });
    if (focus) {
      const wanted = rows.get(focus.id)?.querySelector(focus.selector);
      (wanted?.disabled ? rows.get(focus.id).querySelector("[data-move]:not([disabled])") : wanted)?.focus();
      focus = null;
    }
  };

  const hang = () => {
    const page = find(".page");
    page.hidden = !state.page;
    find(".blank").hidden = Boolean(state.page);
    page.style.setProperty("--ratio", state.page || 1);
    state.panels.forEach(({ id, src, place, painted }, at) => {
      if (!panes.has(id)) {
        const pane = make("img", "pane");
        pane.dataset.id = id;
        panes.set(id, pane);
        page.insertBefore(pane, find(".letters"));
      }
      const pane = panes.get(id);
      const [left, top, width, height] = place.map((each) => `${each}%`);
      Object.assign(pane.style, { left, top, width, height });
      pane.alt = `Panel ${at + 1}${painted ? "" : ", not painted yet"}`;
      if (pane.getAttribute("src") !== src) pane.src = src;
    });
  };

  const grow = (field) => {
    if (field.tagName !== "TEXTAREA") return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };

  const choices = () => {
    room.querySelectorAll(".choice").forEach((each) => {
      const chosen = each.dataset.slug === state.slug;
      each.setAttribute("aria-checked", chosen);
      each.tabIndex = chosen ? 0 : -1;
    });
    room.querySelectorAll("[name=comic-layout]").forEach((each) => (each.checked = each.value === state.layout));
    const title = find("[data-title]");
    if (title !== document.activeElement) title.value = state.title ?? "";
  };

  const tell = () => {
    const painting = state.phase === "painting";
    room.dataset.phase = painting ? "painting" : state.panels?.length ? "edit" : "empty";
    find(".progress").hidden = find(".line").hidden = !painting;
    find(".progress").style.setProperty("--share", state.share ?? 0);
    find(".progress").setAttribute("aria-valuenow", Math.round((state.share ?? 0) * 100));
    find(".line").textContent = state.line ?? "";
    find(".notice").hidden = !state.notice;
    find(".notice").textContent = state.notice ?? "";
    find("[data-do=paint]").hidden = painting;
    find("[data-do=stop]").hidden = !painting;
    const missing = state.missing ?? 0;
    const count = state.panels?.length ?? 0;
    find("[data-do=paint]").disabled = !count;
    find("[data-do=paint]").textContent =
      count && !missing ? "Paint all of it again" : missing && missing < count ? "Paint the rest" : "Paint the strip";
    find(".files").hidden = painting || !count || missing === count;
    find(".more").hidden = count >= (state.most ?? 6);
    const spoken = painting ? (state.line ?? "").split(" · ")[0] : count && !missing ? "The strip is painted." : "";
    if (find("[role=status]").textContent !== spoken) find("[role=status]").textContent = spoken;
  };

  const show = () => {
    const value = props.value ?? {};
    if (value === seen) return;
    seen = value;
    if (value.version < (state.version ?? 0)) return;
    Object.assign(state, { frame: "" }, value);
    if (!laid && state.paintings) {
      lay();
      // on a phone a page of two columns would be set in letters too small to read
      if (window.innerWidth < 600 && !state.panels.length) trigger("arrange", { layout: "column" });
    }
    if (!laid) return;
    if (value.settings) {
      Object.entries(value.settings).forEach(([name, set]) => {
        const input = find(`.sliders input[name=${name}]`);
        if (input) input.value = set;
        if (input) fill(input);
      });
    }
    if (value.panels) {
      list();
      hang();
      choices();
    }
    if (state.overlay && find(".letters").getAttribute("src") !== state.overlay) find(".letters").src = state.overlay;
    if (state.frame && panes.has(state.active)) panes.get(state.active).src = state.frame;
    [...panes].forEach(([id, pane]) => pane.classList.toggle("wet", state.phase === "painting" && id === state.active));
    tell();
    if (value.notice) find(".notice").scrollIntoView({ block: "nearest" });
    if (value.file && value.file.url !== taken) hand(value.file);
  };

  const hand = ({ url, name }) => {
    taken = url;
    const link = make("a");
    Object.assign(link, { href: new URL(url, document.baseURI), download: name });
    room.append(link);
    link.click();
    link.remove();
    setTimeout(() => (taken = ""), 400);
  };

  const send = async (files) => {
    const way = find("[name=comic-way]:checked").value;
    for (const file of files) {
      if (file.size > MAX_FILE_BYTES) {
        trigger("bring", { refused: `${file.name} has ${Math.ceil(file.size / 1e6)} MB; the page takes up to 20 MB. Save a smaller copy.` });
        continue;
      }
      find(".target").classList.add("sending");
      try {
        const { path } = await upload(file);
        trigger("bring", { path, way });
      } catch (error) {
        trigger("bring", { refused: "The photograph did not arrive. Check the connection and choose it again." });
      }
      find(".target").classList.remove("sending");
    }
  };

  const words = (target) => {
    const made = target.closest(".panel");
    if (!made || !target.dataset.words) return;
    const said = (name) => made.querySelector(`[data-words=${name}]`).value;
    trigger("letter", { id: Number(made.dataset.id), caption: said("caption"), speech: said("speech") });
  };
  const move = (id, by, selector) => {
    focus = { id, selector };
    trigger("arrange", { move: id, by });
  };

  room.addEventListener("click", (event) => {
    const pane = event.target.closest(".pane");
    if (pane) {
      const box = pane.getBoundingClientRect();
      trigger("letter", { id: Number(pane.dataset.id), speaker: [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height] });
      return;
    }
    const button = event.target.closest("button");
    if (!button) return;
    const id = Number(button.closest(".panel")?.dataset.id);
    const { dataset } = button;
    if (dataset.example) trigger("bring", { example: dataset.example });
    if (dataset.slug) trigger("arrange", { slug: dataset.slug });
    if (dataset.move) move(id, Number(dataset.move), `[data-move='${dataset.move}']`);
    if ("remove" in dataset) trigger("arrange", { remove: id });
    if ("again" in dataset) trigger("paint", { id, settings: settings() });
    if (dataset.do === "paint") trigger("paint", { settings: settings() });
    if (dataset.do === "stop") trigger("stop", {});
    if (dataset.save) trigger("keep", { kind: dataset.save });
  });
  room.addEventListener("change", (event) => {
    const { target } = event;
    if (target.type === "file") {
      send([...target.files]).then(() => (target.value = ""));
    } else if (target.name === "comic-layout") trigger("arrange", { layout: target.value });
    else if ("title" in target.dataset) trigger("arrange", { title: target.value });
    else words(target);
  });
  room.addEventListener("input", (event) => grow(event.target));
  room.addEventListener("keydown", (event) => {
    const id = Number(event.target.closest(".panel")?.dataset.id);
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (id && by && event.altKey) {
      event.preventDefault();
      const selector = event.target.dataset.words ? `[data-words=${event.target.dataset.words}]` : "[data-move]:not([disabled])";
      words(event.target);
      move(id, by, selector);
    }
    const turn = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (turn && event.target.matches(".choice")) {
      event.preventDefault();
      const all = [...room.querySelectorAll(".choice")];
      const next = all[(all.indexOf(event.target) + turn + all.length) % all.length];
      next.focus();
      trigger("arrange", { slug: next.dataset.slug });
    }
  });
  const target = find(".target");
  target.addEventListener("dragover", (event) => {
    event.preventDefault();
    target.classList.add("over");
  });
  target.addEventListener("dragleave", () => target.classList.remove("over"));
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    target.classList.remove("over");
    send([...event.dataTransfer.files]);
  });
  watch("value", show);
  show();
};
