/** The CLIP family: its config, and how a text becomes one vector. */
package org.thumbscore.encoder.clip;
