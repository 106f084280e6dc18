package org.thumbscore.spark;

import java.io.Serializable;
import java.util.List;

/**
 * Which columns of the input are read.
 *
 * @param keep copied to the output as read, after the id; partition columns included
 */
public record ArticleColumns(String id, String text, String image, List<String> keep)
    implements Serializable {}
