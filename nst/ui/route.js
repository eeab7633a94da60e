// The address follows the visit: #starry-night opens that painting, Back returns to the wall.
const slug = () => decodeURIComponent(location.hash.slice(1));
const shown = () => document.querySelector("#title [data-slug]")?.dataset.slug ?? "";
const bare = () => location.pathname + location.search;

// Keyboard and screen reader go on where they were on the wall, which is being hung anew.
const returnTo = (left, tries = 200) => {
  const painting = document.querySelector(`#wall [data-slug="${CSS.escape(left)}"]`);
  if (painting?.offsetParent) painting.focus();
  else if (tries) setTimeout(() => returnTo(left, tries - 1), 50);
};

const follow = () => {
  const left = shown();
  if (!slug() && left) {
    trigger("leave");
    returnTo(left);
  }
  if (slug() && slug() !== left) trigger("choose", { slug: slug() });
};

// Back in another room opens the gallery as it was left: a run there goes on.
window.addEventListener("popstate", () => {
  const gallery = document.querySelector("#rooms [role=tab]");
  if (gallery?.getAttribute("aria-selected") === "true") {
    follow();
    return;
  }
  window.openRoom();
  if (slug() !== shown()) history.pushState(null, "", shown() ? `#${encodeURIComponent(shown())}` : bare());
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#back")) return;
  returnTo(shown());
  if (slug()) history.pushState(null, "", bare());
});
follow();
