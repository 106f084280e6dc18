package org.thumbscore.lake.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.thumbscore.lake.plan.InputFile;
import org.thumbscore.lake.storage.Concurrently;

/** A Spark task that reads the footers of files and returns one for each file, in order. */
record FooterTask(ParquetRules rules, Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<FooterTask.File>, FileFooter> {

  /** A serializable reference to a file. */
  record File(String path, long length, String version) implements Serializable {
    static File of(InputFile file) {
      return new File(file.path(), file.length(), file.version());
    }

    InputFile input() {
      return new InputFile(path, length, version);
    }
  }

  @Override
  public Iterator<FileFooter> call(Iterator<File> files) {
    List<InputFile> all = new ArrayList<>();
    files.forEachRemaining(file -> all.add(file.input()));
    FooterReader reader = new FooterReader(rules, hadoop.value().value());
    Map<FileColumns, FileColumns> shared = new HashMap<>();
    return Concurrently.<InputFile, FileFooter>map(all, reader::read).stream()
        .map(footer -> Footers.sharing(footer, shared))
        .toList()
        .iterator();
  }
}
