/** The BLIP-2 family: its config, and how images and texts become vectors. */
package org.thumbscore.encoder.blip2;
