package org.thumbscore.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.LongSupplier;
import org.apache.spark.sql.Row;
import org.thumbscore.pipeline.EmbeddedArticle;
import org.thumbscore.pipeline.EmbeddingPipeline;
import org.thumbscore.score.ArticleScorer;
import org.thumbscore.score.RowScore;
import org.thumbscore.spark.metrics.TaskMeasure;

/** Makes the score rows of one partition. Used by one thread. */
final class ScoreProducer implements RowProducer {
  /** The finished rows that wait for rows before them to be scored again; they hold no image. */
  private static final int MOST_WAITING = 256;

  private final RowLayout layout;
  private final RowAssembler assembler;
  private final NearThreshold near;
  private final int maxBatch;

  ScoreProducer(RowLayout layout, RowAssembler assembler, NearThreshold near, int maxBatch) {
    this.layout = layout;
    this.assembler = assembler;
    this.near = near;
    this.maxBatch = maxBatch;
  }

  @Override
  public Iterator<Row> rows(Iterator<EmbeddedArticle<Row>> articles) {
    return near.rescores() ? new Rescored(articles) : new TimedIterator<>(articles, this::row);
  }

  private Row row(EmbeddedArticle<Row> article) {
    RowScore score = ArticleScorer.score(article);
    near.includes(score);
    return assembler.assemble(article, score);
  }

  @Override
  public Map<TaskMeasure, LongSupplier> measures() {
    return near.measures();
  }

  @Override
  public void close() {
    near.close();
  }

  /** The rows of articles in their order, where those near the threshold are scored again. */
  private final class Rescored implements Iterator<Row> {
    private final Iterator<EmbeddedArticle<Row>> articles;
    private final Deque<Row> ready = new ArrayDeque<>();

    Rescored(Iterator<EmbeddedArticle<Row>> articles) {
      this.articles = articles;
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || articles.hasNext();
    }

    @Override
    public Row next() {
      if (ready.isEmpty()) {
        fill();
      }
      if (ready.isEmpty()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    /** Takes the next articles until a batch of them is near the threshold. */
    private void fill() {
      List<Row> rows = new ArrayList<>();
      List<Integer> open = new ArrayList<>();
      List<EmbeddedArticle<Row>> again = new ArrayList<>();
      long bytes = 0;
      while (rows.size() < MOST_WAITING
          && again.size() < maxBatch
          && bytes < EmbeddingPipeline.MAX_LOOK_AHEAD_BYTES
          && articles.hasNext()) {
        EmbeddedArticle<Row> article = articles.next();
        RowScore score = ArticleScorer.score(article);
        boolean uncertain = near.includes(score);
        if (uncertain) {
          open.add(rows.size());
          again.add(article);
          bytes += layout.imageBytes(article.payload());
        }
        rows.add(uncertain ? null : assembler.assemble(article, score));
      }
      Iterator<EmbeddedArticle<Row>> exact =
          again.isEmpty() ? Collections.emptyIterator() : near.inFp32(again).iterator();
      for (int at : open) {
        EmbeddedArticle<Row> article = exact.next();
        rows.set(at, assembler.assemble(article, ArticleScorer.score(article)));
      }
      ready.addAll(rows);
    }
  }
}
