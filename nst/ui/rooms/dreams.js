// The visitor's own wall: triptychs with what can be done with each; comparing happens here.
const ACTS = ["film", "repaint", "larger", "keep", "pack", "fetch"]; // each is an event of the room
const wall = element.querySelector(".dreams");
const find = (selector) => wall.querySelector(selector);
const state = {};
let pair = []; // numbers of the two pictures to compare
let fetched = 0; // the newest download that has been started

const make = (tag, classes, ...children) => {
  const made = Object.assign(document.createElement(tag), { className: classes });
  made.append(...children);
  return made;
};
const picture = (src, alt, classes = "") => Object.assign(new Image(), { src, alt, className: classes });
const door = (act, words, number, name) => {
  const button = make("button", "plain", words);
  Object.assign(button, { type: "button" });
  Object.assign(button.dataset, { do: act, number });
  button.setAttribute("aria-label", `${words}: ${name}`);
  return button;
};

const hang = (piece) => {
  const name = `picture ${piece.number}, after ${piece.title}`;
  const compare = door("compare", "Compare", piece.number, name);
  compare.setAttribute("aria-pressed", String(pair.includes(piece.number)));
  const doors = make(
    "p",
    "acts",
    door("open", "To the easel", piece.number, name),
    compare,
    door("film", "Time-lapse", piece.number, name),
    door("repaint", "Paint again", piece.number, name),
    ...(piece.larger ? [door("larger", `At ${piece.larger} px`, piece.number, name)] : []),
    door("png", "Picture", piece.number, name),
    door("triptych", "All three", piece.number, name),
    door("record", "Run record", piece.number, name),
  );
  const three = make(
    "div",
    "three",
    picture(piece.photo, "Your photograph", "photo"),
    picture(piece.style, piece.title, "style"),
    picture(piece.picture, `Your photograph, repainted after ${piece.title}`, "painted"),
  );
  three.style.setProperty("--ratio", piece.ratio);
  three.style.setProperty("--style", piece.styleRatio);
  const plate = make("p", "plate", make("span", "plate-title", `After ${piece.title}`), make("span", "plate-by", piece.line));
  const item = make("li", "", three, plate, doors);
  item.dataset.number = piece.number;
  if (state.film?.number === piece.number) item.append(film(state.film));
  return item;
};
const film = ({ src, name, seconds }) => {
  const link = Object.assign(make("a", "", "Keep the time-lapse"), { href: src, download: name });
  return make("figure", "timelapse", picture(src, "The picture being painted"), make("figcaption", "", link));
};

const compare = () => {
  const [one, other] = pair.map((number) => state.pieces.find((each) => each.number === number));
  find(".beside").hidden = !(one && other);
  find("[data-said]").textContent = pair.length === 1 ? "Choose a second picture to compare with." : "";
  wall.querySelectorAll("[data-do=compare]").forEach((each) => {
    const chosen = pair.includes(Number(each.dataset.number));
    each.setAttribute("aria-pressed", String(chosen));
    each.textContent = chosen ? "Chosen" : pair.length === 1 ? "Compare with this" : "Compare";
  });
  if (!(one && other)) return;
  find(".beside .before").src = one.picture;
  find(".beside .done").src = other.picture;
  find(".beside .before").alt = `After ${one.title}`;
  find(".beside .done").alt = `After ${other.title}`;
  find(".beside .compare").style.setProperty("--ratio", one.ratio);
  find(".pair-of").textContent = `Left: picture ${one.number}, after ${one.title}. Right: picture ${other.number}, after ${other.title}.`;
  find(".beside").scrollIntoView({ block: "nearest" });
};
const range = find("input[type=range]");
const slide = () => find(".compare").style.setProperty("--cut", `${range.value}%`);
range.addEventListener("input", slide);
slide();

const act = (name, number) => {
  if (name === "compare") {
    pair = pair.includes(number) ? pair.filter((each) => each !== number) : [...pair, number].slice(-2);
    compare();
  } else if (name === "apart") {
    pair = [];
    compare();
  } else if (name === "gallery") window.openRoom();
  else if (name === "open") {
    window.openRoom();
    document.querySelector(`#shelf [data-number="${number}"]`)?.click();
  } else if (name === "pack") {
    find("[data-said]").textContent = "The pictures are being packed.";
    trigger("pack", { photographs: find("[data-photographs]").checked });
  } else if (["png", "record", "triptych"].includes(name)) trigger("fetch", { number, what: name });
  else if (ACTS.includes(name)) trigger(name, { number });
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (button) act(button.dataset.do, Number(button.dataset.number));
});

const show = () => {
  if (props.value?.pieces) state.working = state.film = null;
  Object.assign(state, { notice: "", file: null }, props.value ?? {});
  if (!state.pieces) return;
  wall.dataset.phase = state.pieces.length ? "hung" : "empty";
  find(".ask").textContent = state.ask;
  find(".limits").textContent = state.limits;
  find(".notice").hidden = !state.notice;
  find(".notice").textContent = state.notice;
  if (state.notice) find(".notice").scrollIntoView({ block: "nearest" });
  const shown = state.pieces.map((each) => each.key).join() + (state.film?.number ?? "");
  if (wall.dataset.shown !== shown) {
    wall.dataset.shown = shown;
    pair = pair.filter((number) => state.pieces.some((each) => each.number === number));
    find(".hung-here").replaceChildren(...state.pieces.map(hang));
    compare();
  }
  const { working, file } = state;
  find(".working").hidden = !working;
  if (working) {
    find(".working .what").textContent = working.what;
    find(".working .line").textContent = working.line;
    find(".working .sheet").style.setProperty("--ratio", working.ratio);
    find(".working .progress").style.setProperty("--share", working.share);
    find(".working .progress").setAttribute("aria-valuenow", Math.round(working.share * 100));
    if (working.frame) find(".working img").src = working.frame;
    if (!working.share) find(".working").scrollIntoView({ block: "nearest" });
  }
  if (file && file.token !== fetched) {
    fetched = file.token;
    const link = Object.assign(document.createElement("a"), { href: file.url, download: file.name });
    document.body.append(link);
    link.click();
    link.remove();
    find("[data-said]").textContent = `${file.name} is being downloaded.`;
  }
};
watch("value", show);
show();
