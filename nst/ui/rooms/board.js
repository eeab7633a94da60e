// A board of pictures that are painted one after another; several rooms hang theirs on one.
// The server sends pieces of a state; the last message of a run repeats all of it.
const make = (tag, name, ...children) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children);
  return made;
};

export const open = (element, props, enlarge, watch) => {
  const board = element.querySelector(".board");
  const bar = make("span");
  const progress = make("div", "progress", bar);
  progress.setAttribute("role", "progressbar");
  progress.setAttribute("aria-valuemin", "0");
  progress.setAttribute("aria-valuemax", "100");
  progress.setAttribute("aria-label", "Painting");
  const what = make("span", "what");
  const percent = make("span", "percent");
  const line = make("p", "line", what, percent);
  const remark = make("p", "notice");
  remark.setAttribute("role", "alert");
  const spoken = make("p", "unseen");
  spoken.setAttribute("role", "status");
  const rows = make("div", "rows");
  const close = make("button", "", "Close");
  close.type = "button";
  const large = make("img");
  const words = make("p", "words");
  const keep = make("a", "", "Keep this picture");
  const record = make("pre");
  const details = make("details", "", make("summary", "", "Run record"), record);
  const beside = make("div", "beside", words, keep, details);
  const dialog = make("dialog", "opened", close, large, beside);
  board.append(progress, line, remark, spoken, rows, dialog);

  const tiles = new Map();
  let laid = "";
  let phase = "";
  let openedAt = 0;

  const lay = (plan) => {
    laid = JSON.stringify(plan);
    tiles.clear();
    rows.replaceChildren(
      ...plan.map(({ title, note, corner, tiles: keys, heads }) => {
        const grid = make("div", "tiles");
        grid.style.setProperty("--columns", corner === undefined ? Math.min(keys.length, 7) : keys.length + 1);
        if (heads) {
          grid.append(make("span", "head corner", corner ?? ""));
          grid.append(...heads.map((head) => make("span", "head", head)));
        } else if (corner !== undefined) grid.append(make("span", "head side", corner));
        if (!heads) grid.append(...keys.map(tile));
        const row = make("section", heads ? "row heads" : "row");
        if (title) row.append(make("h3", "", title));
        if (note) row.append(make("p", "row-note", note));
        row.append(grid);
        return row;
      }),
    );
  };

  const tile = (key) => {
    const image = make("img");
    image.alt = "";
    const caption = make("span", "caption");
    const button = make("button", "tile", make("span", "sheet", image), caption);
    button.type = "button";
    button.disabled = true;
    button.addEventListener("click", () => enlarge(key));
    tiles.set(key, { button, image, caption });
    return button;
  };

  const fill = (key, { title, frame, state, words: said, ratio }) => {
    const found = tiles.get(key);
    if (!found) return;
    const { button, image, caption } = found;
    if (ratio) button.style.setProperty("--ratio", ratio);
    if (state) button.dataset.state = state;
    if (frame && image.getAttribute("src") !== frame) image.src = frame;
    if (title !== undefined) {
      caption.replaceChildren(make("span", "called", title));
      if (said) caption.append(make("span", "said", said));
      image.alt = title;
    }
    button.disabled = button.dataset.state !== "done";
  };

  const show = () => {
    const state = props.value ?? {};
    if (state.rows && JSON.stringify(state.rows) !== laid) lay(state.rows);
    Object.entries(state.tiles ?? {}).forEach(([key, value]) => fill(key, value));
    if (state.phase !== undefined) board.dataset.phase = phase = state.phase;
    if (state.share !== undefined) {
      bar.parentElement.style.setProperty("--share", state.share);
      progress.setAttribute("aria-valuenow", Math.round(state.share * 100));
      percent.textContent = phase === "painting" ? `${Math.floor(state.share * 100)} %` : "";
    }
    if (state.line !== undefined) what.textContent = state.line;
    remark.textContent = state.note ?? "";
    remark.hidden = !state.note;
    if (state.spoken && spoken.textContent !== state.spoken) spoken.textContent = state.spoken;
    if (state.opened && state.opened.at !== openedAt) {
      openedAt = state.opened.at;
      large.src = keep.href = state.opened.frame;
      large.alt = words.textContent = state.opened.words;
      keep.download = state.opened.name;
      record.textContent = state.opened.record;
      dialog.showModal();
    }
  };

  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  watch("value", show);
  show();
};
