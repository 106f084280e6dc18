package org.thumbscore.report;

import java.util.List;

/**
 * What the template shows. Its names are the template's; text in it is not escaped.
 *
 * @param facts of the run and the model
 * @param statuses in the order of their numbers
 * @param hasBins whether any row has a similarity
 * @param trendHeading what the trend shows, for instance {@code Share of label 1 by day}
 * @param hasTrend whether there was a date to count by; so with the others
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

  /** A number to see first. */
  record Tile(String value, String name) {}

  /** A name and what it stands for. */
  record Fact(String name, String value) {}

  /** Rows of one status, with a few of their ids. */
  record StatusRow(
      String status, String rows, String share, boolean hasExamples, List<Example> examples) {}

  /** A row without a score. */
  record Example(String id, String error) {}

  /** A bar of the histogram. */
  record BinRow(String from, String to, String rows) {}

  /** How a source's similarities lie. */
  record SourceRow(
      String source,
      String rows,
      String p5,
      String p25,
      String p50,
      String p75,
      String p95,
      String labelled) {}

  /** A day, week or month. */
  record TrendRow(String period, String rows, String value) {}

  /** A row of images. */
  record Sheet(String heading, String note, List<Card> cards) {}

  /**
   * A thumbnail and its headline.
   *
   * @param image data URI; empty where there is none to show
   * @param absent what is written in its place
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
