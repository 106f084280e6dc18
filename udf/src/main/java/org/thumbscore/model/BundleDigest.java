package org.thumbscore.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over the files of a bundle: names, lengths and contents, in sorted order. */
final class BundleDigest {
  private static final int CHUNK = 1 << 20;

  private BundleDigest() {}

  /** Lower-case hex; the same wherever the directory lies. */
  static String of(BundleLayout layout) {
    MessageDigest sha256 = sha256();
    for (String file : layout.files()) {
      try {
        add(sha256, file, layout.directory().resolve(file));
      } catch (IOException e) {
        throw BundleException.because(
            "Cannot read " + file + " of bundle " + layout.directory(), e);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static void add(MessageDigest sha256, String name, Path file) throws IOException {
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    // Lengths frame the parts, so that no two bundles run together to the same bytes.
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
    sha256.update(frame.putInt(path.length).putLong(Files.size(file)).array());
    sha256.update(path);
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        sha256.update(chunk, 0, n);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
