// Lets buttons inside this piece of HTML speak: data-slug chooses a painting, data-number a picture.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.slug) trigger("choose", { slug: button.dataset.slug });
  if (button?.dataset.number) {
    trigger("open", { number: Number(button.dataset.number) });
    window.scrollTo(0, 0); // where it appears, even if its painting hangs there already
  }
});
