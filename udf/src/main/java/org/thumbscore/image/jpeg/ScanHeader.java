package org.thumbscore.image.jpeg;

import java.util.List;

/**
 * The header of a scan.
 *
 * @param first the zigzag index of its first coefficient
 * @param last the zigzag index of its last coefficient
 * @param high the lowest bit that earlier scans have told, or 0 if there were none
 * @param low the lowest bit that this scan tells
 */
record ScanHeader(List<Component> components, int first, int last, int high, int low) {}
