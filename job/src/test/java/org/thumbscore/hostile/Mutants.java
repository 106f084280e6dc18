package org.thumbscore.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.thumbscore.image.header.ImageFormat;

/** Images damaged by chance, the same for the same seed. Thread-safe. */
public final class Mutants {
  private final Map<ImageFormat, List<Source>> sources;
  private final long seed;

  private Mutants(Map<ImageFormat, List<Source>> sources, long seed) {
    this.sources = sources;
    this.seed = seed;
  }

  /** Of all the images of a folder. */
  public static Mutants of(Path folder, long seed) {
    try (Stream<Path> files = Files.list(folder)) {
      return new Mutants(
          files.sorted().map(Mutants::source).collect(Collectors.groupingBy(Source::format)), seed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Source source(Path file) {
    try {
      return Source.of(file.getFileName().toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The images themselves, to compare with. */
  public Stream<Mutant> whole() {
    return sources.values().stream()
        .flatMap(List::stream)
        .map(
            source ->
                new Mutant(source.name(), source.format(), source.name(), "WHOLE", source.bytes()));
  }

  /** Some of one format, each way of damage and each source equally often. */
  public Stream<Mutant> of(ImageFormat format, int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> mutant(format, number));
  }

  private Mutant mutant(ImageFormat format, int number) {
    Mutation[] ways = Mutation.values();
    Mutation way = ways[number % ways.length];
    List<Source> choices = sources.get(format);
    Source source = choices.get(number / ways.length % choices.size());
    Random random = new Random(seed * 31 + 1_000_003L * number + format.name().hashCode());
    Source other = choices.get(random.nextInt(choices.size()));
    byte[] damaged = way.apply(source, other, random);
    // Else its checksums alone would tell, and nothing behind them would be tried.
    boolean repaired = format == ImageFormat.PNG && random.nextBoolean();
    return new Mutant(
        format + "-" + number,
        format,
        source.name(),
        way.name(),
        repaired ? PngChunks.withChecksums(damaged) : damaged);
  }
}
