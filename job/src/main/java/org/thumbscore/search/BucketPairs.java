package org.thumbscore.search;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;

/**
 * Compares the images of each bucket by their signatures. The input has the columns {@code bucket},
 * {@code key} and {@code signature} and is sorted by bucket; the output is pairs of keys.
 *
 * <p>The cost of a bucket grows linearly beyond its first images: each later one is compared with
 * those and with all that resembled none before them, and yields a few pairs, which are enough to
 * connect it.
 */
final class BucketPairs implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  private static final int FIRST = 64;
  private static final int MOST_KEPT = 8_192;
  private static final int PAIRS_OF_A_LATER_IMAGE = 8;

  private final SignaturePlan plan;

  private final LongAccumulator crowded;

  /**
   * @param crowded counts images that could not be compared with all images of a crowded bucket
   */
  BucketPairs(SignaturePlan plan, LongAccumulator crowded) {
    this.plan = plan;
    this.crowded = crowded;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Member(String key, long[] signature) {}

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Pairs(rows);
  }

  private final class Pairs implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final List<Member> kept = new ArrayList<>();
    private final List<Row> found = new ArrayList<>();
    private long bucket;
    private long seen;
    private int next;

    Pairs(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      while (next == found.size() && rows.hasNext()) {
        found.clear();
        next = 0;
        read(rows.next());
      }
      return next < found.size();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return found.get(next++);
    }

    private void read(Row row) {
      if (seen == 0 || row.getLong(0) != bucket) {
        kept.clear();
        bucket = row.getLong(0);
        seen = 0;
      }
      Member member = new Member(row.getString(1), signature(row));
      int most = seen < FIRST ? Integer.MAX_VALUE : PAIRS_OF_A_LATER_IMAGE;
      for (int i = 0; i < kept.size() && found.size() < most; i++) {
        if (plan.canBeNear(kept.get(i).signature(), member.signature())) {
          found.add(RowFactory.create(kept.get(i).key(), member.key()));
        }
      }
      seen++;
      if (seen <= FIRST || found.isEmpty()) {
        if (kept.size() < MOST_KEPT) {
          kept.add(member);
        } else {
          crowded.add(1);
        }
      }
    }

    private long[] signature(Row row) {
      List<Long> words = row.getList(2);
      return words.stream().mapToLong(Long::longValue).toArray();
    }
  }
}
