package org.thumbscore.lake.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Divides an input into slices. The files of one directory, which is one partition of a partitioned
 * table, are grouped up to a maximum size; files are never split. A file that the ledger lists
 * stays in its slice, so that new files do not change existing slices.
 *
 * @param bytes the maximum size of a slice in bytes, exceeded only by a single larger file
 */
public record Slicer(long bytes) {
  public Slicer {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes must be positive, found " + bytes);
    }
  }

  /**
   * Returns slices that together contain every file once. Slices known to the ledger come first, in
   * the order given.
   */
  public List<Slice> cut(List<InputFile> files, Collection<SliceRecord> known) {
    Map<String, String> sliceOf = new HashMap<>();
    known.forEach(record -> record.input().forEach(f -> sliceOf.put(f.path(), record.slice())));
    Map<String, List<InputFile>> old = new LinkedHashMap<>();
    known.forEach(record -> old.put(record.slice(), new ArrayList<>()));
    Map<String, List<InputFile>> fresh = new TreeMap<>();
    for (InputFile file : files) {
      String slice = sliceOf.get(file.stored().path());
      List<InputFile> group =
          slice == null
              ? fresh.computeIfAbsent(file.directory(), unused -> new ArrayList<>())
              : old.get(slice);
      group.add(file);
    }
    List<Slice> slices = new ArrayList<>();
    old.forEach(
        (id, members) ->
            members.stream().findAny().ifPresent(f -> slices.add(new Slice(id, members))));
    fresh.values().forEach(directory -> group(directory, slices));
    return slices;
  }

  private void group(List<InputFile> directory, List<Slice> slices) {
    List<InputFile> group = new ArrayList<>();
    long size = 0;
    for (InputFile file : directory.stream().sorted().toList()) {
      if (!group.isEmpty() && size + file.length() > bytes) {
        slices.add(Slice.of(group));
        group.clear();
        size = 0;
      }
      group.add(file);
      size += file.length();
    }
    slices.add(Slice.of(group));
  }
}
