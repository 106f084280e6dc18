/**
 * Resizing, cropping and standardising, sample by sample as Pillow and transformers do.
 *
 * <p>In: rows of RGB pixels and the settings of a bundle. Out: a crop and its standardised values.
 * It must not know of image formats.
 */
package org.thumbscore.image.resample;
