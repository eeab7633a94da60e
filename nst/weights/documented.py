"""What is publicly known of the published numbers themselves. Facts only.

Nobody here has seen the files; these figures were printed by people who had.

STATISTICS: mean and standard deviation (unbiased) of each tensor of torchvision's vgg19 and vgg16,
rounded to three decimals, as PaddlePaddle/GraphNet lists them (samples/torchvision/vgg19 and
vgg16, weight_meta.py). That these samples are the trained networks and not random ones was checked
with another source: the 64 numbers of features.0.bias and of features.2.bias of vgg16 that a
notebook prints have the same mean and deviation in all three decimals. (GraphNet's sample
timm/vgg19.tv_in1k is a random network: its biases are zero. It was not used.)

KERNELS: kernels of features.0.weight, each 3 colours × 3 × 3, to five significant digits, as
notebooks on style transfer print them; the first of vgg19 is in two sources, one of which read it
through MXNet. VGG-16's are printed with four decimals.
"""

from __future__ import annotations

from collections.abc import Mapping

Pair = tuple[float, float]

STATISTICS: Mapping[str, Mapping[str, tuple[Pair, Pair]]] = {
    # layer: (mean, deviation) of its weight, then of its bias
    "vgg19": {
        "features.0": ((-0.003, 0.254), (0.010, 0.497)),
        "features.2": ((-0.002, 0.056), (0.005, 0.229)),
        "features.5": ((-0.002, 0.049), (0.055, 0.098)),
        "features.7": ((-0.002, 0.038), (0.010, 0.143)),
        "features.10": ((-0.001, 0.031), (0.025, 0.106)),
        "features.12": ((-0.001, 0.023), (0.031, 0.107)),
        "features.14": ((-0.001, 0.023), (0.043, 0.108)),
        "features.16": ((-0.002, 0.023), (0.027, 0.098)),
        "features.19": ((-0.001, 0.020), (0.005, 0.086)),
        "features.21": ((-0.001, 0.015), (0.024, 0.105)),
        "features.23": ((-0.001, 0.015), (0.040, 0.131)),
        "features.25": ((-0.002, 0.014), (0.050, 0.089)),
        "features.28": ((-0.001, 0.016), (0.016, 0.096)),
    },
    "vgg16": {
        "features.0": ((-0.002, 0.251), (-0.065, 0.519)),
        "features.2": ((-0.002, 0.056), (0.009, 0.267)),
        "features.5": ((-0.002, 0.050), (0.055, 0.107)),
        "features.7": ((-0.002, 0.038), (0.029, 0.156)),
        "features.10": ((-0.001, 0.032), (0.022, 0.094)),
        "features.12": ((-0.001, 0.025), (0.043, 0.081)),
        "features.14": ((-0.002, 0.025), (0.022, 0.107)),
        "features.17": ((-0.002, 0.022), (0.005, 0.099)),
        "features.19": ((-0.002, 0.016), (0.036, 0.130)),
        "features.21": ((-0.002, 0.016), (0.050, 0.107)),
        "features.24": ((-0.002, 0.017), (0.018, 0.112)),
    },
}

KERNELS: Mapping[str, Mapping[int, tuple[float, ...]]] = {
    "vgg19": {
        0: (
            *(-5.3474e-02, -4.9257e-02, -6.7942e-02),
            *(1.5314e-02, 4.5068e-02, 2.1444e-03),
            *(3.6226e-02, 1.9999e-02, 1.9864e-02),
            *(1.7015e-02, 5.5403e-02, -6.2293e-03),
            *(1.4165e-01, 2.2705e-01, 1.3758e-01),
            *(1.2000e-01, 2.0030e-01, 9.2114e-02),
            *(-4.4885e-02, 1.2680e-02, -1.4497e-02),
            *(5.9742e-02, 1.3955e-01, 5.4102e-02),
            *(-9.6141e-04, 5.8304e-02, -2.9663e-02),
        ),
        62: (
            *(2.5902e-02, 3.8224e-01, 2.9388e-01),
            *(-4.7560e-01, -3.6006e-01, 2.3282e-01),
            *(-2.2283e-01, 8.3313e-04, 1.5329e-01),
            *(1.7674e-01, 3.8770e-01, 2.6036e-02),
            *(-3.9036e-01, -5.0041e-01, 1.7150e-03),
            *(6.1660e-02, 1.4792e-01, 5.1035e-02),
            *(1.2967e-01, 7.5381e-02, -3.8851e-01),
            *(5.0931e-02, -1.9381e-01, -1.7501e-01),
            *(3.4483e-01, 2.1557e-01, -8.3478e-02),
        ),
        63: (
            *(-8.1056e-01, -7.4319e-01, -7.7885e-01),
            *(-1.6934e-01, 3.4232e-01, -7.0197e-02),
            *(5.2494e-01, 9.5989e-01, 7.6209e-01),
            *(7.9164e-02, 2.4559e-01, -1.5317e-01),
            *(-7.0860e-02, 4.4652e-01, -3.8074e-01),
            *(-1.5309e-01, 1.2427e-01, -1.1070e-01),
            *(5.2029e-01, 7.5736e-01, 6.2371e-01),
            *(-1.0733e-01, 1.8762e-01, -1.2183e-01),
            *(-6.6407e-01, -6.4891e-01, -5.5356e-01),
        ),
    },
    "vgg16": {
        0: (
            *(-0.5537, 0.1427, 0.5290, -0.5831, 0.3566, 0.7657, -0.6902, -0.0480, 0.4841),
            *(0.1755, 0.0099, -0.0814, 0.0441, -0.0703, -0.2604, 0.1324, -0.1728, -0.1323),
            *(0.3130, -0.1659, -0.4275, 0.4752, -0.0827, -0.4870, 0.6320, 0.0193, -0.2775),
        ),
        63: (
            *(0.0322, -0.1077, -0.2639, 0.2796, -0.0374, -0.2547, 0.3487, 0.0300, -0.0559),
            *(0.2506, 0.1554, -0.1743, 0.3925, 0.0323, -0.3519, 0.1930, -0.1990, -0.2971),
            *(0.4603, 0.4340, 0.2835, 0.1634, -0.0582, -0.1920, -0.1952, -0.4563, -0.4273),
        ),
    },
}
