// A door beside a finished picture: opens the room's tab and presses what waits behind it.
element.addEventListener("click", (event) => {
  const { room, title } = event.target.closest("button")?.dataset ?? {};
  if (!room) return;
  window.openRoom(title);
  window.scrollTo(0, 0);
  let tries = 200;
  const press = () => {
    const door = document.querySelector(`#${room}-door`);
    if (door) door.click();
    else if (tries--) setTimeout(press, 50);
  };
  press();
});
