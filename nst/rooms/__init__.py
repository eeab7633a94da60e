"""What each further room of the gallery works out, without a page: one module or folder a room.

Rooms use the engine through `nst.session.stylize` and the records; nothing in the engine knows of
them, and importing one loads neither torch nor gradio.
"""
