package org.thumbscore.image.jpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thumbscore.image.header.PixelWindow;

/**
 * A reader of the segments and scans of a JPEG file, which accepts only what it understands
 * completely. Not thread-safe.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex B</a>
 */
final class JpegFile {
  private static final int SOF0 = 0xC0;
  private static final int SOF1 = 0xC1;
  private static final int SOF2 = 0xC2;
  private static final int DHT = 0xC4;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int DQT = 0xDB;
  private static final int DRI = 0xDD;
  private static final int APP0 = 0xE0;
  private static final int APP15 = 0xEF;
  private static final int COM = 0xFE;

  private static final int TABLES = 4;
  private static final int MOST_BITS = 13;
  private static final int SIZE = CoefficientPlane.SIZE;

  private final byte[] file;
  private final PixelWindow window;
  private final EntropyReader reader;
  private final int[][] factors = new int[TABLES][];

  /** Where the file defines the tables. They are made when a scan needs them. */
  private final int[] dc = new int[TABLES];

  private final int[] ac = new int[TABLES];
  private int restartInterval;
  private Optional<Frame> frame = Optional.empty();
  private List<CoefficientPlane> coefficients = List.of();

  /** Whether the coefficients are those of the window, from the only scan. */
  private boolean complete;

  private int at;

  JpegFile(byte[] file, PixelWindow window) {
    this.file = file;
    this.window = window;
    this.reader = new EntropyReader(file);
  }

  /** Reads the whole file. */
  JpegSamples read() throws UnusualJpegException {
    at = 2;
    for (int marker = marker(); marker != EOI; marker = marker()) {
      int start = at;
      int end = start + u16();
      if (marker == SOS) {
        at = scan(end);
      } else {
        segment(marker, end);
        at = end;
      }
    }
    Frame read = frame.orElseThrow(() -> new UnusualJpegException("no frame"));
    return new JpegSamples(read, samples(read));
  }

  private int marker() throws UnusualJpegException {
    if (u8() != 0xFF) {
      throw new UnusualJpegException("data between segments");
    }
    return u8();
  }

  private int u8() throws UnusualJpegException {
    if (at >= file.length) {
      throw new UnusualJpegException("no end marker");
    }
    return Byte.toUnsignedInt(file[at++]);
  }

  private int u16() throws UnusualJpegException {
    return u8() << 8 | u8();
  }

  private void segment(int marker, int end) throws UnusualJpegException {
    switch (marker) {
      case SOF0, SOF1, SOF2 -> frame(marker == SOF2);
      case DHT -> huffmanTables(end);
      case DQT -> quantization(end);
      case DRI -> restartInterval = u16();
      default -> {
        if (marker != COM && (marker < APP0 || marker > APP15)) {
          throw new UnusualJpegException("a marker of %02X".formatted(marker));
        }
        at = end;
      }
    }
    if (at != end) {
      throw new UnusualJpegException("a segment of a wrong length");
    }
  }

  private void quantization(int end) throws UnusualJpegException {
    while (at < end) {
      int table = u8();
      if (table >= TABLES) {
        throw new UnusualJpegException("quantization factors of 16 bits");
      }
      factors[table] = new int[SIZE];
      for (int k = 0; k < SIZE; k++) {
        factors[table][k] = u8();
      }
    }
  }

  private void huffmanTables(int end) throws UnusualJpegException {
    while (at < end) {
      int table = u8();
      if ((table & 0xEF) >= TABLES) {
        throw new UnusualJpegException("a Huffman table of an unknown number");
      }
      (table < TABLES ? dc : ac)[table & 15] = at;
      at += HuffmanTable.size(file, at);
    }
  }

  private void frame(boolean progressive) throws UnusualJpegException {
    if (frame.isPresent() || u8() != 8) {
      throw new UnusualJpegException("a second frame, or samples of other than 8 bits");
    }
    int height = u16();
    int width = u16();
    int count = u8();
    if (width == 0 || height == 0 || (count != 1 && count != 3)) {
      throw new UnusualJpegException("an image without size, or of other than 1 or 3 components");
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      components.add(new Component(u8(), u8(), u8()));
    }
    Frame read = Frame.of(progressive, width, height, components, window);
    JpegSamples.requireKnownSampling(read);
    frame = Optional.of(read);
  }

  /** Reads a scan, whose header ends at an index, and returns the index of the next marker. */
  private int scan(int end) throws UnusualJpegException {
    Frame read = frame.orElseThrow(() -> new UnusualJpegException("a scan without a frame"));
    ScanHeader header = scanHeader(read);
    if (at != end) {
      throw new UnusualJpegException("a segment of a wrong length");
    }
    boolean interleaved = header.components().equals(read.components());
    if (complete) {
      throw new UnusualJpegException("a scan after the only one");
    }
    reader.beginScan(end);
    if (interleaved && !read.progressive() && coefficients.isEmpty()) {
      complete = true;
      coefficients = planes(read, read.right() - read.left(), read.bottom() - read.top());
      new SequentialScan(read, coefficients, reader).read(restartInterval);
    } else {
      if (coefficients.isEmpty()) {
        coefficients = planes(read, read.mcusAcross(), read.mcusDown());
      }
      note(read, header);
      new BufferedScan(read, header, coefficients, reader).read(restartInterval);
    }
    return reader.endInterval();
  }

  private ScanHeader scanHeader(Frame read) throws UnusualJpegException {
    int count = u8();
    List<Component> components = new ArrayList<>();
    int[] tables = new int[read.components().size()];
    for (int i = 0; i < count; i++) {
      int id = u8();
      Component component =
          read.components().stream()
              .filter(each -> each.id == id && !components.contains(each))
              .findFirst()
              .orElseThrow(() -> new UnusualJpegException("a scan of an unknown component"));
      tables[i] = u8();
      components.add(component);
    }
    int first = u8();
    int last = u8();
    int bits = u8();
    ScanHeader header = new ScanHeader(components, first, last, bits >> 4, bits & 15);
    check(read, header);
    for (int i = 0; i < count; i++) {
      select(components.get(i), header, tables[i]);
    }
    return header;
  }

  private static void check(Frame frame, ScanHeader header) throws UnusualJpegException {
    int count = header.components().size();
    boolean all = header.first() == 0 && header.last() == SIZE - 1;
    boolean dcOnly = header.first() == 0 && header.last() == 0;
    boolean acOnly =
        header.first() > 0 && header.last() >= header.first() && header.last() < SIZE && count == 1;
    boolean next = header.high() == 0 || header.low() == header.high() - 1;
    boolean right =
        frame.progressive()
            ? (dcOnly || acOnly) && next && header.low() <= MOST_BITS
            : all && header.high() == 0 && header.low() == 0;
    if (count == 0 || !right) {
      throw new UnusualJpegException("a scan of an unknown kind");
    }
  }

  private void select(Component component, ScanHeader header, int tables)
      throws UnusualJpegException {
    int dcTable = tables >> 4;
    int acTable = tables & 15;
    if (dcTable >= TABLES || acTable >= TABLES) {
      throw new UnusualJpegException("a Huffman table of an unknown number");
    }
    component.prediction = 0;
    if (header.first() == 0 && header.high() == 0) {
      component.dc = table(dc[dcTable]);
      component.dc.requireDc();
    }
    if (header.last() > 0) {
      component.ac = table(ac[acTable]);
    }
    if (component.factors == null) {
      component.factors = factors[component.quantization];
    }
    if (component.factors == null) {
      throw new UnusualJpegException("quantization factors that are missing");
    }
  }

  private HuffmanTable table(int definition) throws UnusualJpegException {
    if (definition == 0) {
      throw new UnusualJpegException("a Huffman table that is missing");
    }
    return HuffmanTable.of(file, definition);
  }

  /** Notes which bits of the coefficients are known after a scan. */
  private void note(Frame read, ScanHeader header) throws UnusualJpegException {
    for (Component component : header.components()) {
      int[] known = coefficients.get(read.components().indexOf(component)).known;
      if (header.first() > 0 && known[0] < 0) {
        throw new UnusualJpegException("a scan before the one of the DC values");
      }
      for (int k = header.first(); k <= header.last(); k++) {
        if (header.high() != Math.max(known[k], 0) || (header.high() == 0 && known[k] >= 0)) {
          throw new UnusualJpegException("scans in an unexpected order");
        }
        known[k] = header.low();
      }
    }
  }

  private static List<CoefficientPlane> planes(Frame read, int mcusAcross, int mcusDown) {
    return read.components().stream()
        .map(
            each ->
                new CoefficientPlane(mcusAcross * read.across(each), mcusDown * read.down(each)))
        .toList();
  }

  private List<SamplePlane> samples(Frame read) throws UnusualJpegException {
    if (coefficients.isEmpty()) {
      throw new UnusualJpegException("no scan");
    }
    List<SamplePlane> planes = new ArrayList<>();
    for (int i = 0; i < coefficients.size(); i++) {
      Component component = read.components().get(i);
      CoefficientPlane plane = coefficients.get(i);
      int across = read.across(component);
      int down = read.down(component);
      if (!complete) {
        plane.requireAllBits();
        plane.dequantize(component.factors);
      }
      planes.add(
          new SamplePlane(
              plane,
              complete ? 0 : read.left() * across,
              complete ? 0 : read.top() * down,
              (read.bottom() - read.top()) * down,
              JpegSamples.isSplit(read, component)));
    }
    return planes;
  }
}
