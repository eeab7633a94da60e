// The brain teaser: lines between pastiches (A to D) and paintings (1 to 4); the server judges.
const LETTERS = "ABCD";
const ACTS = ["deal", "kahlo", "own", "stop"]; // each is an event of the room
const quiz = element.querySelector(".quiz");
const board = quiz.querySelector(".board");
const find = (selector) => quiz.querySelector(selector);
const state = {};
let dealt = null; // the round that lies on the board
let matches = {}; // pastiche -> subject
let held = null; // {kind, at}: what was pressed first
let drag = null;

const make = (tag, classes, ...children) => {
  const made = Object.assign(document.createElement(tag), { className: classes });
  made.append(...children);
  return made;
};
const cards = (kind) => [...board.querySelectorAll(`[data-kind=${kind}]`)];
const say = (words) => (find("[data-said]").textContent = words);

const card = (kind, at, { src, title, by, ratio }) => {
  const button = make("button", kind);
  Object.assign(button, { type: "button" });
  Object.assign(button.dataset, { kind, at });
  button.style.setProperty("--ratio", ratio);
  if (src !== undefined) {
    const image = Object.assign(new Image(), { draggable: false, alt: "" });
    if (src) image.src = src;
    button.append(make("span", "canvas", image));
  }
  if (kind === "pastiche") {
    button.append(make("span", "letter", LETTERS[at]));
    button.setAttribute("aria-label", `Picture ${LETTERS[at]}`);
  } else {
    const plate = make("span", "plate", make("span", "plate-title", title), make("span", "plate-by", by));
    plate.prepend(make("span", "number", String(at + 1)));
    button.append(plate);
  }
  return button;
};

const lay = () => {
  cards("subject").forEach((each) => each.remove());
  find(".middle").replaceChildren(...state.pastiches.map((each, at) => card("pastiche", at, each)));
  board.append(...state.subjects.map((each, at) => card("subject", at, each)));
  board.dataset.round = state.kind;
  matches = {};
  held = null;
};

// A line runs from edge to edge, so that it hides neither picture.
const edge = (from, to) => {
  const [x, y] = [(from.left + from.right) / 2, (from.top + from.bottom) / 2];
  const [dx, dy] = [to.x - x, to.y - y];
  const reach = Math.min(
    dx ? from.width / 2 / Math.abs(dx) : Infinity,
    dy ? from.height / 2 / Math.abs(dy) : Infinity,
    1,
  );
  return { x: x + dx * reach, y: y + dy * reach };
};
const center = (box) => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
const frame = (kind, at) => {
  const found = cards(kind)[at];
  return (found.querySelector(".canvas") ?? found).getBoundingClientRect();
};

const line = (from, to, look) => {
  const origin = board.getBoundingClientRect();
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "line");
  drawn.setAttribute("class", look);
  drawn.setAttribute("x1", from.x - origin.left);
  drawn.setAttribute("y1", from.y - origin.top);
  drawn.setAttribute("x2", to.x - origin.left);
  drawn.setAttribute("y2", to.y - origin.top);
  return drawn;
};
const between = (pastiche, subject, look) => {
  const [one, other] = [frame("pastiche", pastiche), frame("subject", subject)];
  return line(edge(one, center(other)), edge(other, center(one)), look);
};

const draw = () => {
  const lines = Object.entries(matches).map(([at, subject]) => {
    const look = state.marks ? (state.marks[at] ? "right" : "wrong") : "open";
    return between(Number(at), subject, look);
  });
  state.marks?.forEach((right, at) => {
    if (!right) lines.push(between(at, state.answers[at], "truth"));
  });
  if (drag?.moved) lines.push(line(edge(frame(drag.kind, drag.at), drag), drag, "open"));
  find(".lines").replaceChildren(...lines);
  cards("pastiche").forEach((each, at) => {
    each.classList.toggle("held", held?.kind === "pastiche" && held.at === at);
    each.setAttribute("aria-pressed", String(held?.kind === "pastiche" && held.at === at));
    each.dataset.mark = state.marks ? (state.marks[at] ? "right" : "wrong") : "";
    const subject = matches[at];
    const goes = subject === undefined ? "" : `, matched with ${state.subjects[subject].title}`;
    each.setAttribute("aria-label", `Picture ${LETTERS[at]}${goes}`);
  });
  cards("subject").forEach((each, at) => {
    const is = held?.kind === "subject" && held.at === at;
    each.classList.toggle("held", is);
    each.setAttribute("aria-pressed", String(is));
  });
  const whole = Object.keys(matches).length === 4;
  find("[data-do=judge]").disabled = !whole;
};

const match = (pastiche, subject) => {
  for (const at of Object.keys(matches)) if (matches[at] === subject) delete matches[at];
  matches[pastiche] = subject;
  held = null;
  say(`Picture ${LETTERS[pastiche]} is matched with ${state.subjects[subject].title}.`);
  draw();
};

const playing = () => state.phase === "play";
const press = (kind, at) => {
  if (!playing()) return;
  if (held && held.kind !== kind) {
    match(kind === "pastiche" ? at : held.at, kind === "subject" ? at : held.at);
    return;
  }
  held = held?.at === at ? null : { kind, at };
  draw();
};
const meant = (target) => {
  const found = target?.closest?.(".quiz [data-kind]");
  return found && { kind: found.dataset.kind, at: Number(found.dataset.at) };
};

board.addEventListener("pointerdown", (event) => {
  const at = meant(event.target);
  if (!at || !playing() || event.button) return;
  drag = { ...at, x: event.clientX, y: event.clientY, from: [event.clientX, event.clientY] };
});
window.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const [x, y] = drag.from;
  Object.assign(drag, { x: event.clientX, y: event.clientY });
  drag.moved ||= Math.hypot(event.clientX - x, event.clientY - y) > 8;
  if (drag.moved) draw();
});
window.addEventListener("pointerup", (event) => {
  if (!drag) return;
  const from = drag;
  drag = null;
  if (!from.moved) return; // a press: the click does it, as Enter does
  const to = meant(document.elementFromPoint(event.clientX, event.clientY));
  swallow = true;
  setTimeout(() => (swallow = false));
  if (to && to.kind !== from.kind) {
    match(from.kind === "pastiche" ? from.at : to.at, from.kind === "subject" ? from.at : to.at);
  } else draw();
});
window.addEventListener("pointercancel", () => {
  drag = null;
  draw();
});
let swallow = false; // the click that ends a drag
board.addEventListener("click", (event) => {
  const at = meant(event.target);
  if (at && !swallow) press(at.kind, at.at);
});
board.addEventListener("keydown", (event) => {
  const at = meant(event.target);
  if (event.key === "Escape") {
    held = null;
    draw();
  }
  if (!playing() || at?.kind !== "pastiche" || !/^[1-4]$/.test(event.key)) return;
  match(at.at, Number(event.key) - 1);
});
new ResizeObserver(() => state.pastiches && draw()).observe(board);
board.addEventListener("load", () => draw(), true);

find(".acts").addEventListener("click", (event) => {
  const act = event.target.closest("button")?.dataset.do;
  if (act === "judge") trigger("judge", { given: [0, 1, 2, 3].map((at) => matches[at]) });
  else if (ACTS.includes(act)) trigger(act);
});

const told = ({ letter, src, title, by, giveaway, mark, record, name }) => {
  const words = make("div", "", make("h3", "", `${letter} is ${title}`), make("p", "by", by), make("p", "", giveaway));
  const link = make("a", "record", "Run record");
  Object.assign(link, { href: record, download: name });
  words.append(link);
  const image = Object.assign(new Image(), { src, alt: "" });
  const item = make("li", mark ? "right" : "wrong", image, words);
  words.prepend(make("span", "mark", mark ? "Right" : "Not this time"));
  return item;
};

const show = () => {
  Object.assign(state, { marks: null, answers: null, notice: "" }, props.value ?? {});
  if (!state.phase) return;
  quiz.dataset.phase = state.phase;
  if (state.subjects && dealt !== state.number) {
    dealt = state.number;
    lay();
    if (quiz.getBoundingClientRect().top < 0) window.scrollTo(0, 0);
  }
  state.frames?.forEach((src, at) => {
    const image = cards("pastiche")[at]?.querySelector("img");
    if (src && image && image.src !== src) image.src = src;
  });
  find(".ask").textContent = state.ask ?? "";
  find(".score").textContent = state.score ?? "";
  find(".limits").textContent = state.limits ?? "";
  for (const name of ["photo", "homage"]) {
    find(`[data-of=${name}]`).hidden = !state[name];
    if (state[name]) find(`[data-of=${name}] img`).src = state[name];
  }
  find(".working").hidden = state.phase !== "painting";
  find(".working .line").textContent = state.line ?? "";
  find(".progress").style.setProperty("--share", state.share ?? 0);
  find(".progress").setAttribute("aria-valuenow", Math.round((state.share ?? 0) * 100));
  find(".notice").hidden = !state.notice;
  find(".notice").textContent = state.notice;
  const judged = state.phase === "judged";
  find("[data-do=judge]").hidden = !playing();
  find("[data-do=deal]").hidden = !judged && state.phase !== "empty";
  find("[data-do=stop]").hidden = state.phase !== "painting";
  find("[data-do=kahlo]").hidden = find("[data-do=own]").hidden = state.phase === "painting";
  find(".told").replaceChildren(...(judged ? state.told.map(told) : []));
  if (judged && state.given) matches = { ...state.given };
  if (state.pastiches) draw();
};
watch("value", show);
show();
