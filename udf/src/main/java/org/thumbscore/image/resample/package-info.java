/**
 * Resizing, cropping and standardizing with exactly the results of Pillow and transformers.
 *
 * <p>The input is rows of RGB pixels and the settings of a bundle, and the output is a crop and its
 * standardized values. This package does not depend on image formats.
 */
package org.thumbscore.image.resample;
