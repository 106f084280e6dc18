/** Looks at a machine and says what would keep it from scoring, or make it slow. Needs no Spark. */
package org.thumbscore.doctor;
