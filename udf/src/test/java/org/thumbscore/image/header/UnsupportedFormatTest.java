package org.thumbscore.image.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnsupportedFormatTest {
  /** {@code make_unsupported_images.py} made them; their names begin with the format's. */
  static Stream<Path> images() throws IOException, URISyntaxException {
    Path folder =
        Path.of(UnsupportedFormatTest.class.getResource("avif_still.avif").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> images =
          files.filter(file -> !file.toString().endsWith(".class")).sorted().toList();
      assertEquals(10, images.size(), images::toString);
      return images.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void imageIsToldByItsFirstBytes(Path image) throws IOException {
    byte[] bytes = Files.readAllBytes(image);
    UnsupportedFormat format = UnsupportedFormat.of(bytes).orElseThrow();
    String name = format.name().toLowerCase(Locale.ROOT) + "_";
    assertEquals(name, image.getFileName().toString().substring(0, name.length()));
    assertEquals(Optional.empty(), ImageFormat.of(bytes));
  }

  /**
   * Which brand comes first differs between encoders; what a file is also compatible with tells.
   */
  @ParameterizedTest
  @CsvSource({
    "avif mif1 miaf, AVIF",
    "mif1 miaf avif, AVIF",
    "msf1 avis, AVIF",
    "heic mif1, HEIC",
    "mif1 heic, HEIC",
    "heix, HEIC",
    "mif1 miaf, HEIF",
    "mp42 isom, VIDEO",
    "isom iso2 avc1 mp41, VIDEO"
  })
  void brandsTellWhatABaseMediaFileIs(String brands, UnsupportedFormat format) {
    assertEquals(Optional.of(format), UnsupportedFormat.of(baseMedia(brands.split(" "))));
  }

  @Test
  void brandsOfAFileThatBreaksOffAreReadAsFarAsTheyGo() {
    byte[] whole = baseMedia("mif1", "miaf", "avif");
    assertEquals(
        Optional.of(UnsupportedFormat.HEIF),
        UnsupportedFormat.of(Arrays.copyOf(whole, whole.length - 1)));
    for (int length = 0; length < 12; length++) {
      assertEquals(Optional.empty(), UnsupportedFormat.of(Arrays.copyOf(whole, length)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "<svg>",
        "  \r\n\t<svg\n width='1'>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><svg ",
        "<?xml version=\"1.0\"?>\n<!-- made by <hand> - - -->\n<!-- twice -->\n<svg ",
        "<!-- first -->\n<?xml-stylesheet href='a.css'?>\n<svg ",
        "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'svg11.dtd'><svg",
        "<!DOCTYPE svg [ <!ENTITY ns 'http://ns.adobe.com/'> ]><svg xmlns='&ns;'>",
        "<ns0:svg xmlns:ns0='http://www.w3.org/2000/svg'>"
      })
  void svgIsToldBehindItsProlog(String text) {
    assertFormat(UnsupportedFormat.SVG, text.getBytes(StandardCharsets.UTF_8));
    assertFormat(UnsupportedFormat.SVG, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
    for (String charset : List.of("UTF-16LE", "UTF-16BE")) {
      assertFormat(UnsupportedFormat.SVG, ("\uFEFF" + text).getBytes(Charset.forName(charset)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE html><html> | HTML",
        "<!doctype html><p>Not here | HTML",
        "<HTML lang=en> | HTML",
        "<!-- cached --> <head> | HTML",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'> | HTML",
        "<html><body><svg> | HTML",
        "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error> | XML",
        "<?xml version='1.0'?><rss><svg/></rss> | XML",
        "%PDF-1.7 | PDF",
        "8BPS | PSD"
      })
  void whatIsServedInPlaceOfAnImageIsTold(String text, UnsupportedFormat format) {
    assertFormat(format, text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "<", "<!", "<!--", "<?", "<?xm", "svg", "<svgs>", "<b", "{}", "&lt;svg>"})
  void anythingElseIsNotTold(String text) {
    assertEquals(
        Optional.empty(), UnsupportedFormat.of(text.getBytes(StandardCharsets.UTF_8)), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000100", "000001000000101000000000", "000001000100101000030000"})
  void zerosAreNoIcon(String hex) {
    assertEquals(Optional.empty(), UnsupportedFormat.of(HexFormat.of().parseHex(hex)));
  }

  /** Of 32 MB only the beginning is looked at, and that once. */
  @ParameterizedTest
  @ValueSource(strings = {" ", "<?", "<!--", "<!-- -->", "<?a?>", "<!DOCTYPE ", "<a:", "a", "<a "})
  void longInputTakesNoTime(String part) {
    byte[] bytes = part.repeat((32 << 20) / part.length()).getBytes(StandardCharsets.UTF_8);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> UnsupportedFormat.of(bytes));
  }

  private static void assertFormat(UnsupportedFormat format, byte[] bytes) {
    assertEquals(Optional.of(format), UnsupportedFormat.of(bytes));
  }

  private static byte[] baseMedia(String... brands) {
    String rest = String.join("", Arrays.asList(brands).subList(1, brands.length));
    String box = "ftyp" + brands[0] + "\0\0\0\0" + rest;
    byte[] bytes = ("\0\0\0\0" + box).getBytes(StandardCharsets.ISO_8859_1);
    bytes[3] = (byte) bytes.length;
    return bytes;
  }
}
