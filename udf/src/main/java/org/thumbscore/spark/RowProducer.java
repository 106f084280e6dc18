package org.thumbscore.spark;

import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.thumbscore.pipeline.EmbeddedArticle;

/** Makes the output rows of one partition. Used by one thread. */
interface RowProducer extends AutoCloseable {
  /** Makes no rows. */
  RowProducer NONE =
      new RowProducer() {
        @Override
        public Iterator<Row> rows(Iterator<EmbeddedArticle<Row>> articles) {
          return Collections.emptyIterator();
        }

        @Override
        public void close() {}
      };

  /** Returns one row for each article, in the same order, computed as they are requested. */
  Iterator<Row> rows(Iterator<EmbeddedArticle<Row>> articles);

  @Override
  void close();
}
