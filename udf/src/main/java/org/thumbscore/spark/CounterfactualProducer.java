package org.thumbscore.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.thumbscore.counterfactual.Counterfactual;
import org.thumbscore.counterfactual.CounterfactualModels;
import org.thumbscore.counterfactual.CounterfactualPool;
import org.thumbscore.counterfactual.CounterfactualSearch;
import org.thumbscore.counterfactual.CounterfactualSearch.Original;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.pipeline.EmbeddedArticle;
import org.thumbscore.pipeline.EmbeddingPipeline;
import org.thumbscore.pipeline.StageTimes;
import org.thumbscore.score.ArticleScorer;
import org.thumbscore.score.RowScore;

/** Writes the counterfactual texts of one partition in batches. Used by one thread. */
final class CounterfactualProducer implements RowProducer {
  private final LeasePool<CounterfactualPool.Key, CounterfactualModels>.Lease lease;
  private final CounterfactualSearch search;
  private final CounterfactualAssembler assembler;
  private final RowLayout layout;
  private final int maxBatch;
  private final StageTimes times;

  CounterfactualProducer(
      LeasePool<CounterfactualPool.Key, CounterfactualModels>.Lease lease,
      CounterfactualSearch search,
      CounterfactualAssembler assembler,
      RowLayout layout,
      int maxBatch,
      StageTimes times) {
    this.lease = lease;
    this.search = search;
    this.assembler = assembler;
    this.layout = layout;
    this.maxBatch = maxBatch;
    this.times = times;
  }

  /** An article and its score. */
  private record Scored(EmbeddedArticle<Row> article, RowScore score) {}

  @Override
  public Iterator<Row> rows(Iterator<EmbeddedArticle<Row>> articles) {
    Deque<Row> ready = new ArrayDeque<>();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !ready.isEmpty() || articles.hasNext();
      }

      @Override
      public Row next() {
        if (ready.isEmpty()) {
          ready.addAll(write(batch(articles)));
        }
        if (ready.isEmpty()) {
          throw new NoSuchElementException();
        }
        return ready.remove();
      }
    };
  }

  /** Takes the next articles, bounded in number and in the bytes of the images that rows hold. */
  private List<Scored> batch(Iterator<EmbeddedArticle<Row>> articles) {
    List<Scored> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < maxBatch
        && bytes < EmbeddingPipeline.MAX_LOOK_AHEAD_BYTES
        && articles.hasNext()) {
      EmbeddedArticle<Row> article = articles.next();
      bytes += layout.imageBytes(article.payload());
      batch.add(new Scored(article, ArticleScorer.score(article)));
    }
    return batch;
  }

  private List<Row> write(List<Scored> batch) {
    List<Original> originals = new ArrayList<>();
    for (Scored row : batch) {
      if (row.score() instanceof RowScore.Scored scored) {
        String text = layout.readText(row.article().payload());
        originals.add(new Original(text, scored.image().vectors(), scored.similarity()));
      }
    }
    Iterator<Counterfactual> found = times.inferring(() -> search.find(originals)).iterator();
    List<Row> rows = new ArrayList<>();
    for (Scored row : batch) {
      Row carried = row.article().payload();
      rows.add(
          row.score() instanceof RowScore.Scored scored
              ? assembler.assemble(carried, scored.similarity(), found.next())
              : assembler.assemble(carried, (RowScore.Rejected) row.score()));
    }
    return rows;
  }

  @Override
  public void close() {
    lease.close();
  }
}
