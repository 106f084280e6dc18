package org.thumbscore.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.storage.StorageException;

/**
 * Renders templates and writes pages. Style and scripts are inlined; the content security policy of
 * a page allows only these scripts and no network access.
 */
final class PageWriter {
  private final Configuration hadoop;

  PageWriter(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Checks that the output can be a file, before anything is computed.
   *
   * @throws StorageException if the output is a directory or the storage is not reachable
   */
  void requireFile(String output) {
    try {
      Path file = new Path(output);
      FileSystem files = file.getFileSystem(hadoop);
      if (files.exists(file) && files.getFileStatus(file).isDirectory()) {
        throw new IOException("there is a directory");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw refused(output, e);
    }
  }

  /**
   * Writes the page, replacing the file, and returns its length in bytes.
   *
   * @throws StorageException if the file cannot be written
   */
  long write(Page page, ChartData charts, String output) {
    String echarts = resource("echarts.min.js");
    String script = resource("report.js");
    return write(
        "report.html",
        Map.of(
            "page", page,
            "charts", charts.toScript(),
            "style", resource("report.css"),
            "echarts", echarts,
            "script", script,
            "echartsHash", hash(echarts),
            "scriptHash", hash(script)),
        output);
  }

  /**
   * Writes a page of images in the same way.
   *
   * @throws StorageException if the file cannot be written
   */
  long write(GalleryPage page, String output) {
    return write("gallery.html", Map.of("page", page, "style", resource("report.css")), output);
  }

  private long write(String template, Map<String, Object> parts, String output) {
    byte[] html = html(template, parts).getBytes(StandardCharsets.UTF_8);
    try {
      Path file = new Path(output);
      FileSystem files = withoutChecksums(file.getFileSystem(hadoop));
      Path fresh =
          new Path(
              file.getParent() == null ? new Path(".") : file.getParent(),
              "." + file.getName() + ".fresh");
      try {
        replace(files, file, fresh, html);
      } finally {
        files.delete(fresh, false);
      }
      return html.length;
    } catch (IOException | IllegalArgumentException e) {
      throw refused(output, e);
    }
  }

  private static void replace(FileSystem files, Path file, Path fresh, byte[] html)
      throws IOException {
    try (OutputStream out = files.create(fresh, true)) {
      out.write(html);
    }
    if (files.exists(file) && !files.delete(file, false)) {
      throw new IOException(file + " is in the way");
    }
    if (!files.rename(fresh, file)) {
      throw new IOException("rename of " + fresh + " was refused");
    }
  }

  private static StorageException refused(String output, Exception e) {
    return new StorageException(
        "Cannot write report %s: %s. Choose an --output that this user may write, a file"
            .formatted(output, Messages.firstLine(e)),
        e);
  }

  /**
   * Returns the file system without checksums, to avoid a hidden checksum file next to the page.
   */
  private static FileSystem withoutChecksums(FileSystem files) {
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }

  private static String html(String template, Map<String, Object> parts) {
    return Mustache.compiler()
        .escapeHTML(true)
        .withLoader(PageWriter::template)
        .compile(template(template))
        .execute(parts);
  }

  private static Reader template(String name) {
    return new StringReader(resource(name + ".mustache"));
  }

  private static String resource(String name) {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = PageWriter.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("the jar lacks " + name);
    }
    return in;
  }

  private static String hash(String script) {
    return "sha256-" + Base64.getEncoder().encodeToString(DigestUtils.sha256(script));
  }
}
