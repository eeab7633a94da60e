// The address follows the visit: #starry-night opens that painting, Back returns to the wall.
const slug = () => decodeURIComponent(location.hash.slice(1));
const shown = () => document.querySelector("#title [data-slug]")?.dataset.slug ?? "";

const follow = () => {
  if (!slug() && shown()) trigger("leave");
  if (slug() && slug() !== shown()) trigger("choose", { slug: slug() });
};

window.addEventListener("popstate", follow);
document.addEventListener("click", (event) => {
  if (event.target.closest("#back") && slug()) {
    history.pushState(null, "", location.pathname + location.search);
  }
});
follow();
