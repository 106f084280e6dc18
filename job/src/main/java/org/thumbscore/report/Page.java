package org.thumbscore.report;

import java.util.List;

/**
 * The model of the page's template. The component names are those of the template, and the text is
 * not escaped.
 *
 * @param facts facts about the run
 * @param statuses the statuses by descending number of rows
 * @param hasBins whether any row has a similarity
 * @param hasSources whether there is a source column with scored rows
 * @param hasTrend whether there is a date column with scored rows
 * @param trendHeading the heading of the trend, for instance {@code Share of label 1 by day}
 * @param card facts about the model
 */
record Page(
    String title,
    String generated,
    List<Tile> tiles,
    List<Fact> facts,
    List<StatusRow> statuses,
    List<BinRow> bins,
    String histogramNote,
    boolean hasBins,
    boolean hasSources,
    List<SourceRow> sources,
    String sourcesNote,
    boolean hasTrend,
    String trendHeading,
    List<TrendRow> trend,
    List<Sheet> sheets,
    boolean hasEvaluation,
    List<String> evaluationColumns,
    List<List<String>> evaluationRows,
    List<Fact> card) {

  /** A key figure at the top of the page. */
  record Tile(String value, String name) {}

  /** A name and its value. */
  record Fact(String name, String value) {}

  /** The number of rows with a status, and examples of them. */
  record StatusRow(
      String status, String rows, String share, boolean hasExamples, List<Example> examples) {}

  /** A row without a score. */
  record Example(String id, String error) {}

  /** A bar of the histogram. */
  record BinRow(String from, String to, String rows) {}

  /** The distribution of a source's similarities. */
  record SourceRow(
      String source,
      String rows,
      String p5,
      String p25,
      String p50,
      String p75,
      String p95,
      String labelled) {}

  /** A day, week or month of the trend. */
  record TrendRow(String period, String rows, String value) {}

  /** A group of images with a heading. */
  record Sheet(String heading, String note, List<Card> cards) {}

  /**
   * An image and its headline.
   *
   * @param image the image as a data URI; empty if there is none to show
   * @param absent the text shown in place of a missing image
   */
  record Card(
      String headline,
      String similarity,
      String label,
      String source,
      String id,
      boolean hasImage,
      String image,
      int width,
      int height,
      String absent) {}
}
