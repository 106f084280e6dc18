package org.thumbscore.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.source.ColumnFinder;
import org.thumbscore.lake.storage.InputLocation;

/**
 * A page of images of chosen articles in groups.
 *
 * <pre>{@code
 * Gallery gallery = new Gallery("flooded street", "The 20 nearest images.", groups);
 * gallery.write(spark, new Gallery.Source(scores, "id", articles, columns), "found.html");
 * }</pre>
 *
 * @param note a sentence below the title
 */
public record Gallery(String title, String note, List<Group> groups) {

  /** A group of articles with a heading. */
  public record Group(String heading, String note, List<Item> items) {}

  /**
   * An article.
   *
   * @param id the id; null if the article has none, whose image is then not shown
   * @param figure the number that is shown in bold
   * @param detail a few words beside it
   * @param source the source; null if there is none
   */
  public record Item(String id, String figure, String detail, String source) {}

  /**
   * Where headlines and images come from.
   *
   * @param scores the scores, which are used for headlines if there are no articles
   * @param id the name of the id column in scores and articles
   * @param articles the articles; if empty, no images are shown
   */
  public record Source(
      ColumnFinder scores,
      String id,
      Optional<InputLocation> articles,
      ReportRequest.Columns columns) {}

  /**
   * Writes the page, replacing the file.
   *
   * @param output the local path or Hadoop URI of an HTML file
   * @return the length of the file in bytes
   * @throws org.thumbscore.lake.storage.InputException if a table or column is missing
   * @throws org.thumbscore.lake.storage.StorageException if the file cannot be written
   */
  public long write(SparkSession spark, Source source, String output) {
    PageWriter writer = new PageWriter(spark.sparkContext().hadoopConfiguration());
    writer.requireFile(output);
    ArticleLookup articles =
        ArticleLookup.open(
            spark, source.articles(), source.scores(), source.columns(), source.id());
    List<String> ids =
        groups.stream()
            .flatMap(group -> group.items().stream())
            .map(Item::id)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    Cards cards = Cards.of(articles, ids, source.articles().isPresent());
    List<Page.Sheet> sheets = groups.stream().map(group -> sheet(group, cards)).toList();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return writer.write(new GalleryPage(Headline.of(title), note, now, sheets), output);
  }

  private static Page.Sheet sheet(Group group, Cards cards) {
    List<Page.Card> made = group.items().stream().map(item -> card(item, cards)).toList();
    return new Page.Sheet(group.heading(), group.note(), made);
  }

  private static Page.Card card(Item item, Cards cards) {
    return cards.card(
        item.id(), item.figure(), item.detail(), item.source() == null ? "" : item.source());
  }
}
