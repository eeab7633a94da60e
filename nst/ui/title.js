// A painting has been hung: start at the top of it, and let keyboard and screen reader start there.
const hung = () => {
  const { slug } = element.querySelector("[data-slug]")?.dataset ?? {};
  if (!slug) return;
  if (location.hash.slice(1) !== encodeURIComponent(slug)) {
    history.pushState(null, "", `#${encodeURIComponent(slug)}`);
  }
  window.scrollTo(0, 0);
  requestAnimationFrame(() => element.querySelector("h2")?.focus({ preventScroll: true }));
};
watch("value", hung);
hung();
