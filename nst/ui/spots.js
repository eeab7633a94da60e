// Escape takes a spot's note away, until pointer or focus come to the spot anew.
const dismiss = (event) => {
  if (!element.isConnected) {
    document.removeEventListener("keydown", dismiss);
    return;
  }
  if (event.key !== "Escape") return;
  const told = element.querySelectorAll(".spot:is(:hover, :focus-within)");
  told.forEach((spot) => spot.classList.add("dismissed"));
};
const recall = (event) => event.target.closest(".spot")?.classList.remove("dismissed");
document.addEventListener("keydown", dismiss);
element.addEventListener("pointerover", recall);
element.addEventListener("focusin", recall);
