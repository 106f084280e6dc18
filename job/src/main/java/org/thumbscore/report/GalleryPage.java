package org.thumbscore.report;

import java.util.List;

/**
 * The model of the template of a page of images. The component names are those of the template, and
 * the text is not escaped.
 */
record GalleryPage(String title, String note, String generated, List<Page.Sheet> sheets) {}
