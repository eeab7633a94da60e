"""Study after Gustav Klimt, "Adele Bloch-Bauer I" (1903-07): gold grain, flat ornament, one face.

Drawn from our own coordinates; no picture is read. The order is the painter's: ground, chair,
cloak, dress, flesh, then the gold tiles that lie on top of everything.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studies import ornament as orn
from studies.brush import Brush, Layer, Painting
from studies.cartoon import draw, trace
from studies.draw import (
    Canvas, Mask, Picture, Size, coordinates, fbm, mix, polygon_mask, radial, scaled, to_bytes,
)  # fmt: skip
from studies.flow import along

SIZE = (1200, 1200)

CLOAK = """46,55* 43,60 39,64.5 33,69 27,73 20,77.5 15,82.5 11.5,88 9.8,94 9.6,100* 100,100*
 100,72.5* 93,68.5 87,63 83,57 80,50 77.5,44 74.5,40* 72,36* 50,36* 49.3,45"""
CHAIR_LEFT = """41.5,37.3 38.5,39.5 36,43 34.3,48 34.2,55 35,61 34.5,66 38,68 41,65 45,58 48.3,53
 49.2,47 48.6,42.5 45.5,39"""
CHAIR_RIGHT = "76.5,38.2* 82,37.6 87.6,38* 88.6,45 88.4,55 89.5,66.5* 86,63 80.5,53 78,46"
HALO = """57,8 51.5,9.5 49.6,14 49.3,19 50.2,25 53.5,24 58,20 63,22 69,22 74,24.5 75.5,31 76.5,34
 80.5,33.8 85.5,30.5 88.3,25 89.3,19 88,12 84,6 78.5,2.8 70,2.2 64.5,2 66,6 71,8 69,12 62,16"""
DRESS = """55.5,34* 71.5,36.5* 70.8,42 70.3,50 70.6,56 72,63 73.6,72 74.2,80 74,100* 53.3,100*
 53.6,88 54.6,76 56,68 57.6,60 58.6,52 57.8,45 55.5,40"""
WALL_GUIDES = (
    [(0.47, 0.55), (0.40, 0.66), (0.28, 0.76), (0.18, 0.86), (0.11, 1.0)],
    [(0.485, 0.55), (0.46, 0.66), (0.40, 0.78), (0.33, 0.9), (0.29, 1.0)],
    [(0.50, 0.5), (0.50, 0.65), (0.47, 0.8), (0.46, 1.0)],
    [(0.76, 0.42), (0.79, 0.55), (0.84, 0.68), (0.93, 0.76), (1.0, 0.79)],
    [(0.745, 0.45), (0.77, 0.62), (0.81, 0.78), (0.90, 0.92), (1.0, 1.0)],
    [(0.735, 0.5), (0.75, 0.7), (0.77, 0.85), (0.79, 1.0)],
)

FURNITURE = """
poly #7b695c : 3.7,0 9.3,0 9.4,5.3 3.8,5.2
poly #9c8a78 o.5 s.4 : 4.3,0 8,0 8,3 5,4
poly #b7a898 : 3.7,23.8 9.4,23.7 9.4,29.6 3.7,29.5
poly #d0c4b4 o.5 s.5 : 4.5,24.5 8,24.5 7,28 4.5,28
poly #5f4b43 : 41,0 46.6,0 46.6,5 41,5
poly #3a2d55 o.6 : 45.8,0 46.8,0 46.8,4.6 45.8,4.6
poly #1d1e6c : 47,0 49.3,0 49.3,4 47,4
poly #7c8c96 : 49.3,0 50.3,0 50.3,3 49.3,4
poly #8e979f : 50,0 57,0 56.5,2 50.5,2
fill #191416 : 51,2* 52.5,0.2 54,0.2 55,2*
dot #cfc9c2 : 50.8,.6 .9,.7
dot #17110f : 50.8,.6 .45,.35
dot #cfc9c2 : 54.8,.6 .9,.7
dot #17110f : 54.8,.6 .45,.35
poly #2a2119 : 65,0 69,0 69.5,2 65.5,2.2
dot #d8d2c8 : 66.2,.7 .3,.3
dot #d8d2c8 : 67.6,1.3 .3,.3
fill #8b98a3 : 66.5,0* 69.2,0* 70,1.8* 68.5,1.4
poly #8fa05a : 69.3,0 72,0 72,2 70,2
poly #6c5a50 : 72,0 78.5,0 78.5,2.3 72,2
poly #22247a : 73.2,0 74,0 74,2.2 73.2,2.2
poly #22247a : 75,0 75.8,0 75.8,2.2 75,2.2
poly #d2a04a : 78.5,0 85.6,0 85.5,2.2 78.5,2.2
poly #8a5a1e : 43.6,4.2 50,2 53.5,2.2 53,9 50.5,11 43.7,10.5
fill #8f5f1c : 78,2.2* 88.5,2.3* 90,3.5 90.2,12 90,30 90,40* 76,40* 76.5,30
"""

SHOULDERS = """
fill #cbbba6 as=bust : 59.3,19.5* 65.7,17 67,19.6 70,22.2 73.6,23.7 76,26.6* 74,28.5 68,28.5
 63,31 60,31.5 57,29 52.3,27.5 53,25.3 55.3,23 58.4,21.6
fill #d9c9af o.9 s.7 in=bust : 61,24 65,23 69,24.5 70,27 65,29.5 61,30
fill #e0d2b8 o.7 s.5 in=bust : 71.5,24 74,24.6 75,26 72,26.5
fill #a9a7a5 o.7 s.6 in=bust : 58.5,22 62,22.8 66,21 68,22.6 64,24 60,24
fill #b4aaa6 o.6 s.5 in=bust : 52,25 56,22.5 57,24 55,26.5
fill #9f9aa0 o.55 s.5 in=bust : 59.3,27 60.6,30.5 60,32 58.5,30
line #86807f o.7 w.05-.14-.05 in=bust : 60.5,22.6 62,23.3 64,23.1 67,22
line #8d8272 o.6 w.08 in=bust : 55.3,23 53,25.2 52.3,27
"""

ARMS = """
fill #cdbfa9 as=forearm : 52.5,25.9* 50.6,27.2 50.1,29.5 50.2,33 50.7,36 52.2,39 53.2,42
 53.7,45* 54.6,44.6* 55,42 54.8,39 53.9,36 52.7,33.2 52.2,30.5 52.6,29.3* 54.5,29* 56,26.5
line #98958f o.7 w.3-.7-.3 s.15 in=forearm : 52.3,29.5 52.5,32.5 54,36.5 54.9,40 54.6,44
line #e2d6bf o.7 w.3-.6-.2 s.2 in=forearm : 50.6,28.5 50.7,32 51.3,36 53,41
fill #cebfab as=arm : 57.9,30.5* 60.2,32 61.6,33.4 64,35.6 67,37.6 70,38.8 71.9,39.6* 71.2,42
 69.8,44.4* 67.2,43 64.6,40.6 61.6,38.2 59.4,35.9 58,33.5
fill #9d9b9b o.7 s.4 in=arm : 59,35.5 62,38 65.5,41 69.5,44 69,42 66,39.6 62,37 59.5,34
fill #e0d4c0 o.7 s.3 in=arm : 60,32.4 64,36 69,39 70,40 66,38.4 61.5,35
fill #c9b29c as=hand : 52.8,25.9* 55,25.4 57.3,24.9 59,26 60.3,28 60.7,30.6 60.4,33 59,34.4
 57.8,33.4 57.4,31 57,30 55.6,29.5 53.8,29.2 52.6,28
fill #c4a28e o.6 s.3 in=hand : 57.5,26 59.5,28 60,31 58.5,32 57.6,29
fill #9b9799 o.5 s.3 in=hand : 53,28.6 56,29.2 57.8,30.4 56,28.6
fill #c9ab97 as=finger1 : 54.7,28.3* 56.4,28.1 58,28.9 59.2,29.4 59,30.3 57.2,30 55.2,29.2
fill #c39c86 as=finger2 : 54.8,29.5* 56.6,29.8 58,30.6 58.6,31.8 58,33 57,31.6 55.6,30.5
fill #c5a08a as=finger3 : 57,31.4* 58.4,31 59.2,32 58.6,33.7 57.2,34.4* 56.6,33.8 57.5,32.8
"""

ARMS_LINES = """
line #7b5546 o.9 w.08-.13-.06 : 56.6,25.3 57.7,26.4 58.2,28 58.5,30.4 58.2,31.2
line #7b5546 o.9 w.08-.13-.06 : 57.8,25.2 58.9,26.8 59.3,28.6 59.5,31.2 59.1,32.6
line #7b5546 o.8 w.05-.1-.05 : 53.4,25.8 55.4,25.5 57.4,24.9 59,26 60.4,28 60.9,30.6 60.5,33 59.2,34.4
fill #b98a78 o.7 s.1 : 57.4,26.2 57.9,26.4 57.7,26.9 57.3,26.8
fill #b98a78 o.7 s.1 : 58.7,26.9 59.2,27 59,27.6 58.6,27.4
line #e2cfba o.7 w.1-.3-.1 s.08 : 58.7,28 58.95,30 58.8,31.6
line #e2cfba o.7 w.1-.3-.1 s.08 : 57.2,27 57.7,28.4 57.9,29.6
line #e2cfba o.7 w.1-.3-.1 s.08 : 59.8,28.6 60.2,30.4 60,32.2
line #64483c o.8 w.05-.09-.05 : 52.6,28.3 53.8,29.2 55.6,29.5 57,30
line #7c7468 o.75 w.07-.1-.06 : 52.6,25.9 50.7,27.2 50.2,29.5 50.3,33 50.8,36 52.3,39 53.3,42 53.8,45
line #7c7468 o.7 w.06-.1-.06 : 54.6,44.6 55,42 54.8,39 53.9,36 52.7,33.2 52.3,30.5 52.7,29.3
line #7c7468 o.75 w.06-.1-.06 : 60.3,32 61.6,33.4 64,35.6 67,37.6 70,38.8 71.9,39.6
line #7c7468 o.7 w.06-.1-.06 : 58,33.5 59.4,35.9 61.6,38.2 64.6,40.6 67.2,43 69.8,44.4
line #94705c o.8 w.07-.09-.05 : 54.8,25.6 56.5,26.4 58,27.6 58.4,29.4
line #94705c o.8 w.07-.09-.05 : 57.4,24.9 58.8,26.8 59.6,28.6
line #94705c o.75 w.06-.08-.05 : 58.4,25.6 59.8,27.4 60.3,29.4
line #8a6552 o.8 w.06-.09-.05 : 54.7,28.3 56.4,28.1 58,28.9 59.2,29.4
line #8a6552 o.8 w.06-.09-.05 : 54.8,29.4 56.6,29.8 58,30.6 58.6,31.8 58,33
line #8a6552 o.8 w.06-.09-.05 : 56.6,33.9 57.5,32.8 57.2,31.6
line #7c6a5e o.75 w.06-.1-.06 : 57.4,24.9 59,26 60.4,28 60.8,30.6 60.5,32.6
"""

FACE = """
fill #c9b5a5 as=face : 56.9,8.9 56.8,11.5 57.1,14 57.9,16.3 59.2,18.1 60.6,19 62.2,18.8 63.9,17.6
 65.1,15.6 65.7,13 65.8,10.5 65.2,8 62,6.8 58.8,5.6 57.4,7
fill #d9c9b8 o.9 s.6 in=face : 58.4,6.5 61,8 61.5,9 59.5,9.6 57.8,8.8
fill #d6c0ae o.9 s.4 in=face : 59.6,9.8 60.7,10 60.9,13 60.6,13.4 59.8,13.4 59.6,12
fill #d8c5b4 o.7 s.4 in=face : 61.5,12.6 63,12.4 62.6,14 61.4,14.4
fill #8b8f98 o.85 s.5 in=face : 64.9,8.6 66.2,8.6 66.4,14 65.2,16.6 63.6,18.3 62.9,17.6 64.6,14.5 65,11.5
fill #8f9097 o.85 s.32 in=face : 57,9.6 59.5,9.7 59.8,11 59.2,11.9 58,12 57,11.4
fill #8f9097 o.85 s.32 in=face : 61.2,9.9 64.9,9.7 64.9,11.4 63.6,12.1 62.2,12 61.3,11.2
fill #9a9799 o.75 s.3 in=face : 57.8,17 59.6,17.3 61.6,17.4 62.8,17.4 62.4,18.7 60.5,19.2 58.7,18.2
fill #94949b o.6 s.2 in=face : 60.9,10.2 61.3,11.6 61.7,13.3 61.3,14 60.8,13.4 60.8,12
fill #8e8c92 o.5 s.22 in=face : 59.2,9.8 59.7,10.2 59.6,11.6 59.3,12.6 59,11.4
fill #d07459 o.62 s.42 in=face : 62.6,12.5 64.4,12.3 65,13.6 64,14.9 62.7,14.1
fill #cc7d66 o.55 s.32 in=face : 57,12.2 58.1,12.4 58.4,13.5 57.8,14.3 57.1,13.7
fill #c78a74 o.6 s.2 in=face : 59.4,13.1 60.9,13.1 61,13.9 59.6,14
fill #a9908a o.5 s.16 in=face : 59.9,14.1 60.5,14.1 60.5,14.7 60,14.7
"""

FACE_LINES = """
line #241f26 o.85 w.1-.42-.3-.12 s.05 in=face : 57.05,9.75 57.7,9.2 58.5,9 59.6,9.35
line #241f26 o.85 w.16-.42-.34-.1 s.05 in=face : 61,9.9 61.9,9.4 63.1,9.2 64.2,9.45 65.1,10.2
line #5d5457 o.6 w.06-.12-.05 s.03 in=face : 57.4,10.15 58.4,9.75 59.3,10.05
line #5d5457 o.6 w.06-.12-.05 s.03 in=face : 61.5,10.3 62.7,9.9 64.1,10.25
fill #c9c2bd as=eyeL in=face : 57.3,10.75* 57.9,10.28 58.7,10.18 59.3,10.55 59.6,11* 58.8,11.1 58,11.05
fill #c9c2bd as=eyeR in=face : 61.5,11* 62.1,10.55 63,10.42 63.8,10.75 64.2,11.1* 63.3,11.35 62.2,11.35
dot #544d4c in=eyeL : 58.45,10.58 .52,.5
dot #544d4c in=eyeR : 62.85,10.82 .56,.53
dot #0d0a0b in=eyeL : 58.45,10.5 .27,.28
dot #0d0a0b in=eyeR : 62.85,10.74 .28,.3
fill #6d6468 o.5 s.05 in=eyeL : 57.3,10.7 57.9,10.2 59.3,10.4 59.3,10.6 57.9,10.5
fill #6d6468 o.5 s.05 in=eyeR : 61.5,10.9 62.1,10.4 63.9,10.7 63.7,10.9 62.2,10.8
dot #ffffff o.8 : 58.64,10.4 .08,.08
dot #ffffff o.8 : 63.04,10.64 .08,.08
line #1d1519 o.95 w.08-.22-.08 : 57.2,10.8 57.9,10.24 58.7,10.12 59.3,10.5 59.7,11.05
line #1d1519 o.95 w.08-.23-.08 : 61.4,11.05 62.1,10.5 63,10.36 63.85,10.7 64.45,11.25
line #6d5557 o.75 w.05-.1-.04 : 57.4,10.95 58.2,11.12 59.3,11.1
line #6d5557 o.75 w.05-.1-.04 : 61.7,11.15 62.5,11.42 63.9,11.32
line #7b6a6c o.5 w.04-.1-.04 s.05 in=face : 57.5,11.6 58.4,11.85 59.3,11.6
line #7b6a6c o.5 w.04-.1-.04 s.05 in=face : 61.7,11.9 62.9,12.15 64,11.8
line #86716e o.6 w.04-.12-.08 s.05 in=face : 59.55,10.8 59.4,12 59,13.1
line #7a4338 o.9 w.08-.16-.1 in=face : 58.95,13.2 59.15,13.6 59.6,13.6
line #6d372f o.9 w.1-.19-.1 in=face : 59.8,13.75 60.3,13.95 60.8,13.7 61.15,13.3
fill #bd4c34 as=lips in=face : 58.4,15.4* 59.2,14.75 59.75,14.6 60.2,14.85 60.7,14.65 61.3,14.95
 62.1,15.75* 61.3,16.35 60.4,16.6 59.4,16.35 58.8,15.9
fill #d4795c o.8 s.12 in=lips : 59.3,15.95 60.3,16.1 61.1,15.9 60.4,16.4
fill #9a3524 o.7 s.06 in=lips : 58.5,15.4 59.2,14.9 60.2,15.1 61.2,15.1 62,15.7 60.2,15.5
fill #5e1c14 o.95 in=lips : 58.7,15.42* 59.5,15.32 60.1,15.42 60.8,15.3 61.8,15.68* 60.8,15.66 59.6,15.62
line #8c7a74 o.55 w.05-.2-.05 s.06 in=face : 59.3,17 60.2,17.2 61.1,17
line #776a68 o.7 w.05-.12-.05 in=face : 57,14 57.9,16.3 59.2,18.1 60.6,19 62.2,18.8 63.9,17.6 65.1,15.6
"""

HAIR = """
fill #0d080a as=hair : 56,-1* 54.3,2 53.3,5 52.8,7.4 54.5,8.2 56,8.7 57,10.8* 57,8.4 57.9,7 59.2,6.1
 60,6.5 60.4,7.6 61.8,8.1 63.6,8.1 65,8.8 65.5,11 66,13.4* 67.2,12.6 69,11 70.8,9.6 71.2,7.6 69.6,5.8
 67.4,5 66,3 65.6,-1*
fill #2b2026 o.7 s.5 in=hair : 58,2 63,1.5 65,5 64,7 61,6.5 59,4.5
line #3a2e36 o.5 w.2-.5-.2 s.2 in=hair : 59,5.4 61.5,3 65,4.5
line #3a2e36 o.5 w.2-.5-.2 s.2 in=hair : 66.5,6.8 68.6,7.2 70.2,8.6
line #33272c o.5 w.2-.4-.2 s.2 in=hair : 54.2,6.5 55.5,4 57.5,2.5
dot #c2a590 in=hair : 66.3,12.6 .5,.9
"""

CHOKER = """
fill #b9ada4 as=choker : 59.4,18.7* 61.6,19.2 63.9,17.7 65.7,15.2* 66.3,17.5 65.8,20.2 64.2,21.8
 61.8,22.4 59.9,21.8 59.3,20.4
fill #837a78 o.8 s.35 in=choker : 64.3,17.2 66.3,15.5 66.4,19 65.2,21.4 64.2,20
fill #6f6660 o.6 s.2 in=choker : 59.4,18.6 61.6,19.1 64,17.6 65.6,15.3 65.8,16 64,18.4 61.6,19.8 59.4,19.3
"""

DRESS_TOP = """
fill #b9ab9c as=bodice : 55.6,29.6* 58,34* 60.6,31.6* 62,32.4 66,30.5 69.5,28.5 73,27.8 76,28*
 76.2,35.8* 71,36.2 66,37.4* 62.5,38 58.5,38 55.6,36.4*
poly #4a2c17 in=bodice : 57.3,35 58.8,34.8 58,37.5
poly #4a2c17 in=bodice : 61.5,32.4 63.2,32.2 62.4,34.2
poly #c98fa0 in=bodice : 63.2,32 65,31.6 63.9,34.6
poly #4a2c17 in=bodice : 64,31.4 66.2,30.9 65.5,34.6
poly #8f8a8a in=bodice : 62,32.2 63,32 62.6,34.5
poly #c9909f in=bodice : 66.2,31 67.6,30.8 67.2,34.2
poly #4a2c17 in=bodice : 68.2,30.5 70,30 69,33.4
poly #4a2c17 in=bodice : 67.6,34.5 69.4,34.6 68.3,37
poly #c78a9c in=bodice : 68.4,34 70,33.4 69.8,36.3
poly #c78a9c in=bodice : 69.7,30 71.2,29.6 70.8,32
poly #a9b4c4 in=bodice : 70,33.5 71.2,32.6 71,35.4
poly #4a2c17 in=bodice : 70.8,32 71.8,31.8 71.6,34.5
poly #d8a0ac in=bodice : 65.6,34.8 67.2,34.5 66.6,36.4
poly #9aa6b8 in=bodice : 56.9,33 57.8,33 57.6,35
poly #d7d2ca in=bodice : 71.2,29.4 71.9,29.2 73.2,35.5 72.6,35.8
poly #8c8178 as=panel in=bodice : 72.6,28.5 76.2,28.4 76.3,35.8 73.2,35.9
poly #8c8178 as=panelL : 52.7,29.8 55,29.3 55.4,36.6 54.1,36.4 52.9,33
fill #c9b7a0 : 54.9,29.9 56.2,30.2 56.6,31.4 55.2,31.4
poly #d99b2c : 55,29.7 56,30 56.6,31.3 55.2,31.2
poly #4a2c17 : 55.3,31.2 56.1,31.3 55.7,33.2
poly #b8bcc4 : 54.9,31 55.4,31 55.3,36 54.9,35.8
poly #4a2c17 : 55.6,33.6 56.4,34 55.9,36.6
"""

EYES = (  # x, y, half width, white, rim, iris
    (60.1, 44.7, 3.7, "#cfc7bd", "#7a4d14", "#17100f"),
    (68.0, 46.6, 3.3, "#b9b2ac", "#242a7c", "#d7d2cb"),
    (58.9, 49.1, 2.9, "#cfc7bd", "#7a4d14", "#17100f"),
    (65.8, 52.0, 3.4, "#5a3358", "#2a2d80", "#d7a94c"),
    (57.9, 61.5, 2.4, "#b5b3b8", "#3b2b6d", "#9aa0ac"),
    (67.0, 63.0, 4.0, "#d3ccc2", "#a8701d", "#dda63c"),
    (59.0, 66.7, 3.5, "#26276f", "#4d2f4f", "#b48a70"),
    (68.3, 70.0, 3.5, "#4b2a18", "#232768", "#140c0a"),
    (57.8, 74.3, 3.2, "#d9d5cd", "#8a5a1a", "#17100f"),
    (71.6, 76.1, 2.5, "#23276f", "#4d3a20", "#c9c7c4"),
    (65.7, 79.9, 3.9, "#c9c2ba", "#3a2d66", "#cf9430"),
    (57.0, 82.3, 4.1, "#d9d4c9", "#21150d", "#d19a35"),
    (63.7, 86.0, 2.6, "#d5d0c8", "#8c6426", "#17100f"),
    (58.8, 98.8, 4.9, "#d9d4c9", "#24170e", "#d19a35"),
)
GABLES = (
    (68.0, 43.6, 4.1, 2.2), (58.7, 46.9, 2.6, 1.7), (65.7, 49.3, 3.4, 2.0), (67.0, 60.6, 4.2, 2.2),
    (68.3, 67.3, 3.9, 2.2), (57.4, 71.6, 3.0, 1.9), (66.6, 73.3, 3.4, 2.2), (65.7, 77.3, 3.9, 2.4),
    (71.6, 74.0, 2.2, 1.5), (57.4, 79.6, 3.0, 1.7), (59.2, 96.2, 3.9, 1.9), (60, 51.0, 2.2, 1.2),
)  # fmt: skip
TILES = (  # x, y, half width, half height, kind
    (37.6, 41.2, 1.6, 1.6, "none"), (48.8, 55.6, 0.4, 2.0, "blue"), (53.7, 54.8, 0.5, 2.1, "black"),
    (52.6, 63.7, 0.5, 2.1, "blue"), (72.7, 62.4, 0.5, 2.0, "black"), (71.2, 44.2, 0.45, 2.1, "black"),
    (74.0, 46.5, 0.5, 2.0, "blue"), (51.2, 85.4, 0.4, 1.7, "blue"), (70.2, 96.4, 0.55, 2.1, "navy"),
    (57.1, 53.6, 0.7, 2.0, "ridges"), (53.7, 59.2, 2.0, 2.0, "gable"), (52.1, 68.6, 1.5, 2.4, "oval"),
    (54.4, 47.9, 1.6, 2.2, "curls"), (51.5, 52.8, 1.4, 2.3, "curls"), (39.2, 66.5, 1.7, 2.0, "ridges"),
    (46.0, 68.0, 1.0, 2.6, "gold"), (46.6, 74.3, 1.0, 2.2, "zigzag"), (48.4, 74.2, 1.6, 2.2, "curls"),
    (41.4, 74.3, 1.5, 2.0, "initials"), (36.6, 78.2, 1.4, 2.1, "initials"), (41.2, 81.5, 1.4, 2.2, "initials"),
    (32.2, 85.4, 1.8, 2.0, "black initials"), (32.5, 92.4, 1.7, 2.0, "green initials"),
    (31.2, 97.7, 1.8, 2.0, "black initials"), (13.2, 97.8, 1.7, 2.0, "black initials"),
    (18.2, 92.2, 2.0, 2.0, "curls"), (13.2, 92.3, 2.1, 2.0, "gable"), (24.6, 80.2, 2.0, 2.3, "leaf"),
    (30.0, 74.3, 2.0, 1.9, "leaf"), (25.9, 94.0, 1.7, 2.0, "rust"), (46.6, 92.6, 1.7, 2.0, "initials"),
    (40.0, 92.3, 1.7, 2.0, "leaf"), (39.5, 98.2, 1.6, 1.9, "initials"), (48.3, 97.8, 2.0, 1.8, "orange"),
    (47.6, 87.0, 1.4, 2.0, "orange"), (50.4, 81.2, 1.7, 2.4, "initials"), (52.3, 89.5, 1.5, 2.2, "green initials"),
    (73.2, 61.5, 0.1, 0.1, "none"), (75.5, 40.5, 0.9, 2.0, "ridges"), (72.7, 42.7, 0.9, 2.1, "gold"),
    (72.5, 48.0, 1.0, 1.8, "oval"), (75.0, 51.8, 1.6, 2.1, "curls"), (78.1, 58.2, 2.0, 2.4, "curls"),
    (71.5, 54.6, 1.1, 2.2, "curls"), (74.8, 59.0, 0.7, 2.4, "dark"), (74.7, 64.4, 1.1, 2.3, "oval"),
    (77.0, 63.0, 1.5, 2.3, "green initials"), (77.8, 68.2, 1.8, 1.8, "gable"), (82.4, 64.8, 1.6, 2.1, "oval"),
    (80.4, 69.1, 1.9, 1.7, "leaf"), (86.0, 69.2, 1.8, 2.0, "ridges"), (78.0, 78.2, 1.6, 2.3, "gold"),
    (80.6, 78.0, 0.9, 2.4, "oval"), (86.9, 78.4, 1.5, 2.3, "curls"), (86.8, 84.0, 1.5, 2.1, "leaf"),
    (88.3, 86.8, 1.5, 2.3, "oval"), (82.4, 83.0, 1.5, 2.2, "green initials"), (78.5, 85.0, 2.0, 2.1, "silver gable"),
    (83.2, 88.9, 1.6, 1.9, "green initials"), (85.0, 92.7, 1.8, 2.1, "initials"), (78.8, 92.7, 1.9, 2.3, "curls"),
    (74.3, 94.0, 2.0, 2.3, "initials"), (78.6, 98.2, 1.5, 1.8, "curls"), (74.4, 98.5, 1.7, 1.7, "initials"),
    (74.6, 83.6, 1.1, 2.0, "curls"), (89.7, 97.0, 1.5, 2.3, "leaf"), (97.6, 86.8, 1.8, 2.2, "black initials"),
    (97.6, 98.6, 1.8, 2.0, "black initials"), (97.6, 77.0, 1.8, 2.0, "dark initials"), (92, 75, 1.3, 1.5, "leaf"),
    (75.0, 72.5, 1.0, 2.2, "silver"), (52.6, 80.5, 0.6, 2.6, "silver"), (55.2, 64.3, 1.0, 2.1, "silver"),
)  # fmt: skip
BIG_DISCS = (  # x, y, radius x, radius y, kind
    (53.0, 17.3, 3.5, 2.45, "double"), (76.9, 6.7, 3.6, 2.8, "dark"), (77.4, 12.9, 3.7, 2.6, "dark"),
    (84.6, 19.0, 3.6, 2.7, "embossed"), (83.8, 25.7, 3.5, 2.6, "dark"), (77.0, 23.2, 4.2, 2.5, "pale"),
    (68.0, 4.2, 2.6, 2.0, "embossed"), (72.0, 3.3, 1.5, 1.2, "hole"), (74.4, 3.4, 1.5, 1.2, "curl"),
    (71.4, 6.2, 1.6, 1.4, "silver"), (67.5, 19.6, 1.6, 1.2, "silver"), (70.9, 20.2, 1.5, 1.4, "hole"),
    (68.0, 16.2, 1.3, 1.2, "orange"), (82.2, 11.4, 1.4, 1.2, "brown"), (86.8, 13.9, 1.6, 1.2, "silver"),
    (83, 7.0, 1.5, 1.2, "curl"), (74.8, 16.6, 1.4, 1.1, "silver"), (76.0, 18.9, 1.5, 1.2, "orange"),
    (52.7, 11.0, 1.5, 1.3, "hole"), (55.7, 11.2, 1.2, 1.2, "orange"), (56.2, 14.2, 1.1, 0.9, "black"),
    (55.8, 20.8, 1.4, 0.9, "black"), (52.0, 22.9, 1.5, 1.1, "silver"), (55.3, 22.9, 1.2, 0.9, "orange"),
    (57.4, 18.9, 1.2, 1.1, "olive"), (77.5, 28.0, 1.9, 1.2, "curl"), (82.0, 30.2, 1.7, 1.2, "curl"),
    (76.4, 33.2, 1.3, 1.4, "orange"), (79.0, 33.0, 1.2, 1.1, "curl"), (87.2, 22.4, 1.4, 1.1, "curl"),
    (73.0, 14.4, 1.2, 0.9, "orange"), (70.2, 11.2, 1.3, 0.9, "curl"), (80, 16.5, 1.3, 1.2, "silver"),
    (73.5, 19.2, 1.1, 0.8, "brown"), (50.5, 20.7, 1.3, 0.9, "curl"), (53.1, 20.7, 1.0, 0.8, "curl"),
)  # fmt: skip


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """The study, uint8 (H, W, 3), the same bytes for the same seed and size."""
    size = scaled(SIZE, long_edge_px)
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, "#b57a26")
    masks: dict[str, Mask] = {}
    _ground(canvas, rng, seed)
    _chair(canvas, rng, seed, masks)
    canvas.pixels = _cloak(canvas, rng, seed)
    _dress(canvas, rng)
    for tile in TILES:
        _tile(canvas, tile, rng)
    _flesh(canvas, rng, masks, seed)
    _jewels(canvas, rng, masks)
    _signature(canvas)
    grain = (fbm(size, 300, seed + 77, octaves=2) - 0.5)[..., None] * 0.07
    return to_bytes(canvas.pixels * (1 + grain))


def _fill(canvas: Canvas, outline: str) -> Mask:
    return polygon_mask(canvas.size, trace(outline))


def _ground(canvas: Canvas, rng: np.random.Generator, seed: int) -> None:
    size = canvas.size
    x, y = coordinates(size)
    light = 0.62 - 0.5 * np.clip((y - 0.25) / 0.5, 0, 1) + 0.45 * np.clip((x - 0.82) / 0.15, 0, 1)
    light = light + 0.35 * np.exp(-(((x - 0.2) / 0.3) ** 2) - ((y - 0.5) / 0.13) ** 2)
    light = np.asarray(np.clip(light, 0, 1), dtype=np.float32)
    canvas.pixels[:] = orn.gold_grain(size, seed, light)
    floor = polygon_mask(size, [(0, 0.792), (0.2, 0.792), (0.2, 1), (0, 1)])
    weave = fbm(size, (24, 60), seed + 21)
    canvas.paint(floor, mix("#26340d", "#4a6426", np.clip(weave * 1.5 - 0.35 + (0.95 - y), 0, 1)))
    orn.strip_of_squares(canvas, (0.0, 0.771, 0.2, 0.792), 17, rng)
    draw(canvas, FURNITURE, {})


def _chair(
    canvas: Canvas, rng: np.random.Generator, seed: int, masks: dict[str, Mask]
) -> None:
    size = canvas.size
    soft = fbm(size, 30, seed + 31)
    left, right = _fill(canvas, CHAIR_LEFT), _fill(canvas, CHAIR_RIGHT)
    canvas.paint(left, mix("#6e4d13", "#93692a", soft), 0.92)
    canvas.paint(right, mix("#6a4b12", "#8a641f", soft))
    _back_panel(canvas, rng)
    brown = polygon_mask(size, [(0.785, 0.03), (0.90, 0.03), (0.90, 0.385), (0.765, 0.385)])
    orn.tile_cloud(canvas, brown, 0.0075, ["#e2b450", "#a06c22", "#6b4417", "#c98f35"], rng, chance=0.5)
    lower = np.asarray(brown * (coordinates(size)[1] > 0.27), np.float32)
    orn.tile_cloud(canvas, lower, 0.0085, ["#f0cc72", "#e2b450", "#c8c09a"], rng, chance=0.45)
    near = polygon_mask(size, [(0.492, 0.02), (0.54, 0.02), (0.535, 0.09), (0.505, 0.30), (0.49, 0.30)])
    orn.tile_cloud(canvas, near, 0.008, ["#c98f35", "#8a5a1e", "#d9a542", "#6b4417"], rng, chance=0.8)
    for mask, line, low in ((left, "#b58a38", 0.011), (right, "#e0b348", 0.009)):
        places = orn.scatter(mask, (low, 0.019), 2500, rng, gap=-0.002)
        orn.spiral_field(canvas, places, rng, line, shadow="#4f360c", width=0.0019)
    curls = polygon_mask(size, [(0.437, 0.045), (0.495, 0.045), (0.495, 0.103), (0.437, 0.103)])
    orn.spiral_field(canvas, orn.scatter(curls, (0.006, 0.014), 120, rng), rng, "#d9a84a", shadow="#4f360c")
    _halo(canvas, rng)


def _back_panel(canvas: Canvas, rng: np.random.Generator) -> None:
    """The chequered orange back of the chair, red frames above, grey and gold ones below."""
    reds = {(0, 0), (2, 0), (1, 1), (3, 1), (0, 2), (2, 2)}
    for row in range(12):
        for column in range(4):
            x, y = 0.4 + 0.03 * column, 0.117 + 0.0288 * row
            half = 0.0145 if column < 3 else 0.0125
            fade = 1 - max(0, row - 8) * 0.2 - (0.25 if column == 0 and row > 6 else 0)
            tone = ["#d5882f", "#cf9a36", "#b97a22", "#dba23e"][int(rng.integers(4))]
            if row < 3:
                tone = "#d98c3a" if (column + row) % 2 else "#c9803a"
            _square(canvas, x, y, half, tone, fade)
            if (column, row) in reds:
                _square(canvas, x, y, half * 0.98, "#b83c17", 1)
                _square(canvas, x, y, half * 0.58, "#d9a03c", 1)
                _square(canvas, x, y, half * 0.36, "#c98a28", 1)
            elif (column + row) % 2 == 1 and row < 7:
                canvas.ellipse((x, y), (0.003, 0.004), "#4a3620")
            elif row < 6:
                _square(canvas, x, y, half * 0.95, "#8f7a55", 0.8)
                _square(canvas, x, y, half * 0.5, "#cf9a36", 1)
            else:
                frame = "#4a3313" if (column in (1, 3) and row % 2 == 0) else "#c77a2a"
                _square(canvas, x, y, half * 0.6, frame, 0.8 * fade)
                _square(canvas, x, y, half * 0.45, "#d8a341", fade)


def _square(canvas: Canvas, x: float, y: float, half: float, colour: str, opacity: float) -> None:
    place = orn.Frame(canvas.size, (x, y), (half, half))
    canvas.polygon(place([(-1, -0.97), (0.98, -1), (1, 0.98), (-0.98, 1)]), colour, opacity)


def _halo(canvas: Canvas, rng: np.random.Generator) -> None:
    """The field of discs behind the head: large set pieces first, then every gap filled."""
    mask = _fill(canvas, HALO)
    canvas.paint(mask, "#9c8d78", 0.95)
    free = mask.copy()
    for x, y, rx, ry, _ in BIG_DISCS:
        centre = (x / 100, y / 100)
        free *= (radial(canvas.size, centre, (rx / 100 + 0.001, ry / 100 + 0.001)) > 1)
    palette = (
        ("#d39a34", "#e3b552"), ("#c08524", "#8a5a1a", "#dba640"), ("#b3aaa0", "#8a8580"),
        ("#e3b24a", "#c98c2a", "#f3dfae"), ("#24297a", "#3d4a9a"), ("#3a2216", "#7a5c3a"),
        ("#c9a24a", "#2b2018"), ("#4b2f55", "#6b4a78"),
    )  # fmt: skip
    small = (("#a8a49c", "#3b3a34", "#c4bda9"), ("#bdb6a6", "#56702f", "#d8d2c4"),
             ("#8f98ad", "#262b6f", "#c8c6c4"), ("#c9a24a", "#5a3a16", "#e6c878"))  # fmt: skip
    for x, y, r in orn.scatter(free, (0.0022, 0.0125), 9000, rng, gap=0.0007):
        if r > 0.0055:
            weights = [0.3, 0.24, 0.12, 0.14, 0.07, 0.05, 0.04, 0.04]
            rings = palette[int(rng.choice(len(palette), p=weights))]
            orn.disc(canvas, (x, y), (r, r * 0.85), rings)
            if rings[0] == "#d39a34":
                orn.spiral(canvas, (x, y), r * 0.75, "#f0cf7a", turns=2, width=0.001, shadow="#7a4f12")
        else:
            orn.disc(canvas, (x, y), (r, r * 0.9), small[int(rng.integers(len(small)))])
    for entry in BIG_DISCS:
        _big_disc(canvas, entry, rng)


def _big_disc(
    canvas: Canvas, entry: tuple[float, float, float, float, str], rng: np.random.Generator
) -> None:
    x, y, rx, ry, kind = entry
    centre, radii = (x / 100, y / 100), (rx / 100, ry / 100)
    flat = {"hole": ("#dba43c", "#d09530", "#efe0bb"), "silver": ("#a89f96", "#b7afa6", "#8f8880"),
            "orange": ("#e0a23a", "#d98f2c", "#ecd9b0"), "brown": ("#4a2a12", "#3a1f10", "#c8a878"),
            "black": ("#100b0a",), "olive": ("#8a7428", "#7d6a26", "#17100c")}  # fmt: skip
    if kind in flat:
        orn.disc(canvas, centre, radii, flat[kind])
        if kind == "black":
            ends = [(centre[0] - radii[0] * 0.8, centre[1]), (centre[0] + radii[0] * 0.8, centre[1])]
            canvas.line(ends, 0.0012, "#d8d2c8")
        return
    ground = {"dark": "#cf9f48", "pale": "#b39a62", "double": "#b98620"}.get(kind, "#d2982f")
    line = "#2a170c" if kind in ("dark", "pale") else "#ecc96c"
    orn.disc(canvas, centre, radii, (ground,), rim="#2a170c", rim_width=0.0014)
    shadow = None if kind in ("dark", "pale") else "#7f5212"
    if kind == "curl":
        orn.spiral(canvas, centre, min(radii) * 0.85, line, turns=3, width=0.0012, shadow=shadow)
        return
    width = 0.0022 if kind == "dark" else 0.0015
    for way in (-1, 1):
        middle = (centre[0] + way * radii[0] * 0.47, centre[1])
        orn.spiral(canvas, middle, min(radii[1] * 0.66, radii[0] * 0.44), line, turns=2.8,
                   width=width, start_deg=90 * way, left=way > 0, shadow=shadow)  # fmt: skip
        small = (centre[0] + rng.normal(0, 0.001), centre[1] + way * radii[1] * 0.72)
        orn.spiral(canvas, small, radii[1] * 0.24, line, turns=1.6, width=width * 0.8, shadow=shadow)


def _cloak(canvas: Canvas, rng: np.random.Generator, seed: int) -> Picture:
    """The wide cloak: long streaks of gold, olive and silver that fall from the shoulders."""
    size = canvas.size
    mask = _fill(canvas, CLOAK)
    x, y = coordinates(size)
    tone = np.clip(fbm(size, 14, seed + 41) * 1.1 - 0.25 * (y - 0.5), 0, 1)
    canvas.paint(mask, mix("#6b480e", "#a87426", np.asarray(tone, np.float32)))
    guides = along(size, WALL_GUIDES)
    painting = Painting(canvas.pixels, seed=seed)
    accents = [_c("#8f8255"), _c("#c48a24"), _c("#9b9486"), _c("#5f5420"), _c("#d2a03c")]
    soft = Brush(bristle_px=1.6, streak=0.05, opacity=0.75, taper=0.7)
    for width, length, share in ((9.0, 150.0, 0.5), (4.5, 110.0, 0.8), (2.6, 80.0, 0.85)):
        layer = Layer(width_px=width, length_px=length, spacing_px=width * 1.3, brush=soft,
                      jitter=(0.05, 0.012), accents=accents, accent_share=share, accent_pull=0.65,
                      edge_stop=0.5, mask=mask)  # fmt: skip
        painting.lay(canvas.pixels, guides, layer)
    canvas.pixels = painting.picture(relief=0.25)
    edge = max(size)
    flow = guides
    for fx, fy, r in orn.scatter(mask, (0.0012, 0.0034), 2600, rng, gap=0.004):
        angle = float(flow[min(int(fy * size[0]), size[0] - 1), min(int(fx * size[1]), size[1] - 1)])
        place = orn.Frame(size, (fx, fy), (r * 1.6, r * 0.8), float(np.degrees(angle)))
        canvas.polygon(place([(-1, 0), (1, -1), (1, 1)]), orn.vary("#d39a3a", rng, 0.05), 0.85)
    del edge
    return canvas.pixels


def _c(code: str) -> tuple[float, float, float]:
    red, green, blue = (byte / 255 for byte in bytes.fromhex(code[1:]))
    return red, green, blue


def _dress(canvas: Canvas, rng: np.random.Generator) -> None:
    size = canvas.size
    mask = _fill(canvas, DRESS)
    canvas.paint(mask, mix("#96661a", "#c08a2a", fbm(size, (10, 60), 5)))
    inside = Canvas(size, "#000000")
    inside.pixels[:] = canvas.pixels
    for _ in range(420):
        x, y = rng.uniform(0.53, 0.745), rng.uniform(0.36, 1.0)
        colour = ["#6f6a2a", "#8f8f92", "#d9a53c", "#5a3a12", "#a07a2a"][int(rng.integers(5))]
        reach = rng.uniform(0.008, 0.028)
        lift = rng.normal(0, 0.003)
        path = [(x - reach, y + lift), (x, y - lift), (x + reach, y + lift)]
        inside.line(path, (0.0006, float(rng.uniform(0.002, 0.005)), 0.0006), colour, 0.75)
    free = mask.copy()
    for x, y, half, *_ in EYES:
        free *= radial(size, (x / 100, y / 100), (half / 100, half * 0.0045)) > 1
    for x, y, wide, tall in GABLES:
        free *= radial(size, (x / 100, y / 100 + 0.004), (wide * 0.008, tall / 100)) > 1
    for x, y, r in orn.scatter(free, (0.0055, 0.0105), 1500, rng, gap=-0.0004):
        _shard(inside, x, y, r, rng)
    for x, y, wide, tall in GABLES:
        ground = "#c98a2a" if rng.random() < 0.6 else "#b5812a"
        orn.ridged_triangle(inside, (x / 100, y / 100), (wide / 100, tall / 100), ground=ground)
    for x, y, half, white, rim, iris in EYES:
        pupil = "#efe9df" if iris == "#17100f" else "#140c0a"
        share = 0.18 if iris == "#17100f" else 0.32
        orn.eye(inside, (x / 100, y / 100), half / 100, white=white, rim=rim, iris=iris,
                pupil=pupil, iris_share=share)  # fmt: skip
    canvas.paint(mask, inside.pixels)
    _zigzag(canvas, 0.6755, 0.90, 0.0175, 0.082, "#cf8a35", "#e9c890", rows=17)
    canvas.polygon([(0.658, 0.818), (0.693, 0.818), (0.693, 0.824), (0.658, 0.824)], "#c0562a")


def _shard(canvas: Canvas, x: float, y: float, r: float, rng: np.random.Generator) -> None:
    """One small triangle of the dress: black, silver, or silver with a pale outline."""
    up = 1 if rng.random() < 0.5 else -1
    lean = float(rng.uniform(-0.5, 0.5))
    place = orn.Frame(canvas.size, (x, y), (r, r * 0.85))
    corners = place([(-0.95, -0.7 * up), (0.95, -0.75 * up), (lean, 0.9 * up)])
    roll = rng.random()
    if roll < 0.34:
        canvas.polygon(corners, orn.vary("#2a170e", rng, 0.03))
    elif roll < 0.72:
        canvas.polygon(corners, "#5f4a20")
        centre = corners.mean(axis=0)
        canvas.polygon(centre + (corners - centre) * 0.88, "#c4c0bc")
        inner = ["#8791a3", "#8f8d8c", "#a98a4a", "#7a86a0"][int(rng.integers(4))]
        canvas.polygon(centre + (corners - centre) * 0.58, inner)
    else:
        canvas.polygon(corners, orn.vary(["#9a9692", "#c58f33", "#7a5a1c"][int(rng.integers(3))], rng, 0.04))


def _zigzag(
    canvas: Canvas, x: float, y: float, wide: float, tall: float, ground: str, line: str, *, rows: int
) -> None:
    place = orn.Frame(canvas.size, (x, y), (wide, tall))
    canvas.polygon(place([(-1, -1), (1, -1), (1, 1), (-1, 1)]), ground)
    for column in (-0.75, -0.25, 0.25, 0.75):
        steps = np.linspace(-0.97, 0.97, rows)
        bends = np.where(np.arange(rows) % 2, 0.2, -0.2) + column
        path = place(np.stack([bends, steps], axis=1))
        canvas.line(path, 0.0012, line if column < 0.5 else "#a9602a", 0.9)


def _tile(
    canvas: Canvas, entry: tuple[float, float, float, float, str], rng: np.random.Generator
) -> None:
    x, y, wide, tall, kind = entry
    centre, radii = (x / 100, y / 100), (wide / 100, tall / 100)
    place = orn.Frame(canvas.size, centre, radii, float(rng.normal(0, 1.2)))
    box = [(-1, -0.97), (0.97, -1), (1, 0.97), (-0.98, 1)]
    if kind == "none":
        return
    grounds = {"blue": "#1f2374", "black": "#0d0908", "navy": "#131741", "silver": "#aaa49c",
               "rust": "#9a5a16", "orange": "#c8812c", "leaf": "#c99b35", "gold": "#d9a73f",
               "dark": "#4b3018", "silver gable": "#b3aca4"}  # fmt: skip
    if "initials" in kind:
        ink = "#1d120b" if kind == "black initials" else "#46371a"
        ground = "#9c8330" if kind == "green initials" else "#b57c26"
        orn.initials(canvas, centre, (radii[0] * 0.88, radii[1] * 0.86), ink, ground=ground)
        return
    if kind in ("oval", "silver oval"):
        canvas.ellipse(centre, radii, "#c8952e")
        for index, share in enumerate((0.92, 0.72, 0.52, 0.34, 0.16)):
            ring = orn.arc_points(canvas.size, centre, radii, share)
            canvas.line(ring + 0.0008, 0.0012, "#6f470f", 0.6)
            canvas.line(ring, 0.0012, "#f0cd72" if index % 2 == 0 else "#e3b95a")
        return
    canvas.polygon(place(box), grounds.get(kind, "#cb9433"), 0.95)
    if kind in ("ridges", "gold", "silver", "leaf", "dark"):
        for share in np.linspace(-0.85, 0.85, 7):
            bend = 0.25 if kind == "ridges" else 0.04
            path = place([(-0.85, share - bend), (0.0, share + bend), (0.85, share - bend)])
            tone = "#efe7dc" if kind == "silver" else "#f0cc70"
            canvas.line(path, 0.001, tone, 0.35 if kind in ("leaf", "dark") else 0.75)
    if kind == "curls":
        for sx, sy in ((-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5), (0.5, 0.5)):
            middle = place([(sx, sy)])[0]
            orn.spiral(canvas, (float(middle[0]), float(middle[1])), min(radii) * 0.42, "#f0cd72",
                       turns=1.8, width=0.0012, left=sx > 0, shadow="#6f470f")  # fmt: skip
    if kind == "zigzag":
        _zigzag(canvas, centre[0], centre[1], radii[0], radii[1], "#a86c22", "#e9c890", rows=9)
    if "gable" in kind:
        ground = "#5b3216" if "silver" in kind else "#c48a2a"
        orn.ridged_triangle(canvas, (centre[0], centre[1] + radii[1] * 0.15),
                            (radii[0] * 0.85, radii[1] * 0.8), ground=ground, ridges=2)  # fmt: skip


def _flesh(
    canvas: Canvas, rng: np.random.Generator, masks: dict[str, Mask], seed: int
) -> None:
    draw(canvas, SHOULDERS, masks)
    draw(canvas, DRESS_TOP, masks)
    _border(canvas, rng)
    draw(canvas, ARMS, masks)
    draw(canvas, FACE, masks)
    canvas.pixels = _skin_touches(canvas.pixels, masks, seed)
    for lines in (ARMS_LINES, FACE_LINES, HAIR, CHOKER):
        draw(canvas, lines, masks)


def _border(canvas: Canvas, rng: np.random.Generator) -> None:
    """The bodice's edge: three bands of black and white dashes with gold squares between."""
    for band, colour in ((0, 0), (1, 1), (2, 0)):
        drop = 0.009 * band
        spine = trace("60.4,30.6 62.5,30.2 65,29.3 68,27.6 71,26.2 74,25.8 76.2,26.2", closed=False)
        spine = spine + (0, drop)
        canvas.line(spine, 0.0095, "#d3cabb")
        steps = np.linspace(0, len(spine) - 1, 30).astype(int)
        for index, (start, stop) in enumerate(zip(steps, steps[1:], strict=False)):
            if (index + band) % 2 == colour or rng.random() < 0.2:
                dash = spine[start : stop + 1]
                for lift in (-0.003, 0, 0.003):
                    canvas.line(dash + (0, lift), 0.0022, "#2a1a12" if rng.random() < 0.85 else "#d3cabb")
    for x, y in ((0.615, 0.303), (0.648, 0.313), (0.666, 0.291), (0.69, 0.292), (0.702, 0.27), (0.729, 0.275), (0.746, 0.261)):  # fmt: skip
        place = orn.Frame(canvas.size, (x, y), (0.0062, 0.0066), -14)
        canvas.polygon(place([(-1, -1), (1, -1), (1, 1), (-1, 1)]), orn.vary("#dca236", rng, 0.03))


def _skin_touches(picture: Picture, masks: dict[str, Mask], seed: int) -> Picture:
    """Fine dry strokes over the flesh, pink, blue-grey and cream, as Klimt left them."""
    size = picture.shape[:2]
    skin = np.clip(sum(masks[name] for name in ("bust", "forearm", "arm", "hand", "face")), 0, 1)
    cloth = masks["bodice"] * (1 - masks["arm"]) * (1 - masks["hand"]) * (1 - masks["forearm"])
    skin = skin * (1 - cloth)
    curves = (
        [(0.575, 0.09), (0.58, 0.15), (0.605, 0.187)], [(0.655, 0.10), (0.65, 0.15), (0.62, 0.187)],
        [(0.53, 0.25), (0.6, 0.23), (0.66, 0.24), (0.75, 0.26)], [(0.51, 0.29), (0.52, 0.36), (0.54, 0.44)],
        [(0.59, 0.33), (0.64, 0.38), (0.70, 0.42)], [(0.54, 0.265), (0.58, 0.27), (0.60, 0.31)],
    )  # fmt: skip
    painting = Painting(picture, seed=seed)
    layer = Layer(
        width_px=2.6, length_px=16, spacing_px=2.8, jitter=(0.01, 0.005),
        brush=Brush(bristle_px=1.1, opacity=0.4, streak=0.01, hue_streak=0.005, taper=0.8),
        accents=[_c("#e8d9c4"), _c("#b9a9b0"), _c("#d9b3a0"), _c("#b3bcae")], accent_share=0.5,
        accent_pull=0.3, edge_stop=0.03, mask=np.asarray(skin, np.float32),
    )  # fmt: skip
    painting.lay(picture, along((size[0], size[1]), curves), layer)
    return painting.picture(relief=0.06, gloss=0)


def _jewels(canvas: Canvas, rng: np.random.Generator, masks: dict[str, Mask]) -> None:
    collar = masks["choker"]
    for x, y, r in orn.scatter(collar, (0.0007, 0.0013), 5000, rng, gap=0.0001):
        tone = ["#efe9e0", "#8a817c", "#cfc6bc", "#5c5450"][int(rng.choice(4, p=[0.22, 0.3, 0.3, 0.18]))]
        canvas.ellipse((x, y), (r, r), tone)
    for x, y, colour in ((0.609, 0.196, "#7a1f2a"), (0.6095, 0.214, "#8a2430"), (0.635, 0.189, "#3a4578"), (0.637, 0.208, "#3a4578"), (0.622, 0.203, "#7a2a30")):  # fmt: skip
        canvas.polygon(orn.Frame(canvas.size, (x, y), (0.003, 0.003))([(-1, -1), (1, -1), (1, 1), (-1, 1)]), colour)
    gold = trace("61.2,37 63.2,34.5* 65.5,36.7* 63.4,39.3*")
    canvas.polygon(gold, "#d99a2b")
    for share in np.linspace(0.1, 0.9, 6):
        start = (0.612 + 0.02 * share, 0.37 - 0.025 * share)
        stop = (0.634 + 0.021 * share, 0.393 - 0.026 * share)
        canvas.line([start, stop], 0.0012, "#f5d98a" if rng.random() < 0.7 else "#7a4a10")
        for step in np.linspace(0.1, 0.9, 6):
            spot = tuple(np.array(start) + (np.array(stop) - start) * step)
            canvas.ellipse((float(spot[0]), float(spot[1])), (0.0011, 0.0011), "#4a2a0c" if rng.random() < 0.4 else "#f0c45a")
    silver = polygon_mask(canvas.size, trace("66,40.8* 67.8,38.6* 69.7,39.3* 67.6,42.2*"))
    canvas.paint(silver, "#a9a29c")
    for x, y, r in orn.scatter(silver, (0.001, 0.002), 700, rng):
        canvas.ellipse((x, y), (r, r), ["#e5e0d8", "#3f4468", "#5b5450", "#c9c2ba"][int(rng.integers(4))])
    for name, spots in (("panel", ((0.735, 0.31), (0.75, 0.309), (0.736, 0.327), (0.749, 0.326))), ("panelL", ((0.53, 0.325), (0.542, 0.323), (0.533, 0.342), (0.545, 0.342)))):  # fmt: skip
        places = orn.scatter(masks[name], (0.004, 0.0085), 220, rng, gap=0.0004)
        orn.spiral_field(canvas, places, rng, "#d2cac0", width=0.0011)
        for spot in spots:
            canvas.ellipse(spot, (0.0046, 0.0044), "#2a1712")
    strap = polygon_mask(canvas.size, trace("69.4,21.6* 70.7,22.2* 72,25.4* 70.4,25.8*"))
    canvas.paint(strap, "#a08f8a")
    for x, y, r in orn.scatter(strap, (0.0015, 0.004), 120, rng):
        canvas.ellipse((x, y), (r, r), ["#d5cdc6", "#8a3a34", "#77706c"][int(rng.integers(3))])
    other = polygon_mask(canvas.size, trace("55,25.2* 56.8,22.4* 57.6,22.2* 56.2,25*"))
    canvas.paint(other, "#a59c92", 0.9)


def _signature(canvas: Canvas) -> None:
    """A gold tile with letters scratched as strokes, and the year 1907 as 19 and 07."""
    tile = orn.Frame(canvas.size, (0.957, 0.92), (0.0185, 0.0205))
    canvas.polygon(tile([(-1, -1), (1, -1), (1, 1), (-1, 1)]), "#bb8029")
    letters = {
        "G": "8,2 5,0 2,1 0,5 2,9 6,9 8,7 8,5 5,5", "U": "0,0 0,7 3,10 6,8 7,0",
        "S": "7,1 3,0 1,2 3,4 6,6 6,9 1,9", "T": "0,0 8,0 4,0 4,10", "A": "0,10 4,0 8,10 6,6 2,6",
        "V": "0,0 4,10 8,0", "K": "0,0 0,10 0,5 7,0 0,5 7,10", "L": "0,0 0,10 6,10",
        "I": "0,0 0,10", "M": "0,10 1,0 4,6 7,0 8,10", "1": "0,2 2,0 2,10", "9": "6,4 2,5 0,2 3,0 6,2 5,10",
        "0": "3,0 0,4 1,9 5,9 6,4 3,0", "7": "0,0 6,0 2,10",
    }  # fmt: skip
    lines = (("GUSTAV", -0.93, -0.92, 0.21), ("KLIMT", -0.93, -0.45, 0.24), ("19", -0.8, 0.6, 0.2), ("07", 0.4, 0.6, 0.2))  # fmt: skip
    for word, left, top, tall in lines:
        for index, letter in enumerate(word):
            pairs = [pair.split(",") for pair in letters[letter].split()]
            step = 0.33 if len(word) > 2 else 0.24
            path = [(left + index * step + float(a) * 0.024, top + float(b) * tall * 0.15) for a, b in pairs]
            canvas.line(tile(path), 0.0011, "#33210f", 0.9)
