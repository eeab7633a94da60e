// The easel: photograph and canvas while painting, before and after when it is done.
const easel = element.querySelector(".easel");
const SETTLING_MS = 1500;
const find = (selector) => easel.querySelector(selector);
const state = {};
let painted = "";
let shown = "";

const text = (selector, words) => {
  if (find(selector).textContent !== words) find(selector).textContent = words;
};

const paint = async (frame) => {
  const over = find(".over");
  const under = find(".under");
  if (!frame) {
    over.hidden = under.hidden = true;
    painted = "";
    return;
  }
  if (frame === painted) return;
  if (painted) {
    under.src = painted;
    under.hidden = false;
  }
  painted = frame;
  over.hidden = false;
  over.classList.remove("dry");
  over.src = frame;
  await over.decode().catch(() => {});
  over.classList.add("dry");
};

const source = (selector, address) => {
  const image = find(selector);
  if (address && image.getAttribute("src") !== address) image.src = address;
};

const lay = () => {
  const percent = Math.round((state.share ?? 0) * 100);
  easel.dataset.phase = state.phase;
  easel.style.setProperty("--ratio", state.ratio ?? 1);
  easel.style.setProperty("--share", state.share ?? 0);
  source(".photo", state.photo);
  source(".ground", state.photo);
  text(".after", state.phase === "waiting" ? "The empty canvas" : `After ${state.title}`);
  text(".what", state.line ?? "");
  text(".percent", state.percent ?? "");
  find(".progress").setAttribute("aria-valuenow", percent);
  find(".remark").hidden = !state.note;
  text(".remark", state.note ?? "");
  text("[role=status]", spoken());
  if (state.phase !== "result") {
    paint(state.frame);
    if (find(".curve").open) find(".plot").innerHTML = state.curve ?? "";
    return;
  }
  source(".before", state.photo);
  source(".done", state.frame);
  source(".stamp img", state.style);
  find(".stamp img").alt = state.title;
  text(".described", state.line ?? "");
};

// The parts of a scene come and go one after the other: until they have, every frame is put right.
// The visitor's own hand on page or keys ends it.
const settle = (putRight) => {
  const until = performance.now() + SETTLING_MS;
  const hand = new AbortController();
  for (const moved of ["wheel", "touchstart", "touchmove", "pointerdown", "keydown"]) {
    window.addEventListener(moved, () => hand.abort(), { passive: true, signal: hand.signal });
  }
  const step = () => {
    if (performance.now() > until) hand.abort();
    if (hand.signal.aborted) return;
    putRight();
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
};

// The button that was pressed goes with its scene, and the keyboard with it to the top of the page.
const catchFocus = () => {
  if (document.activeElement === document.body) easel.focus({ preventScroll: true });
};

// Whoever reads the story goes on reading where they are, whatever comes to stand above it.
const holdStory = () => {
  const top = () => document.querySelector("#story")?.getBoundingClientRect().top ?? Infinity;
  const place = top();
  if (!window.scrollY || place > window.innerHeight / 2) return;
  settle(() => window.scrollBy(0, top() - place));
  call.hidden = !props.value.ended;
};

// Finished out of sight: one line at the foot of the window says so until the picture is seen.
const call = find(".call");
call.addEventListener("click", () => {
  find(".compare").scrollIntoView({ block: "center" });
  range.focus({ preventScroll: true });
});
new IntersectionObserver((seen) => {
  if (seen.at(-1).isIntersecting) call.hidden = true;
}).observe(find(".compare"));

// Painted before on this visit, it comes without a run: as if nothing had been pressed.
const pointOut = () => settle(() => find(".remark").scrollIntoView({ block: "nearest" }));

const show = () => {
  Object.assign(state, props.value ?? {});
  if (!state.phase) return;
  const before = shown;
  shown = state.phase;
  const ran = ["waiting", "painting"].includes(before);
  if (shown !== "result") call.hidden = true;
  if (shown === "waiting" && before !== shown) window.scrollTo(0, 0);
  if (shown === "result" && ran) holdStory(); // while the scene before still stands
  if (shown === "result" && !ran && props.value.note) pointOut();
  if (shown !== "painting" && before !== shown) settle(catchFocus);
  lay();
};

// Screen readers hear a change of phase or scale, not ten lines a second.
const spoken = () => {
  if (state.phase === "result") return "The picture is finished.";
  if (state.phase === "painting") return (state.line ?? "").split(" · ")[0];
  return state.line ?? "";
};

const range = find("input[type=range]");
const slide = () => find(".compare").style.setProperty("--cut", `${range.value}%`);
range.addEventListener("input", slide);
slide();
find(".curve").addEventListener("toggle", () => {
  find(".plot").innerHTML = state.curve ?? "";
});
watch("value", show);
show();
