package org.thumbscore.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** The SHA-256 of a bundle's files: their names, lengths and contents, in sorted order. */
final class BundleDigest {
  private BundleDigest() {}

  /** Returns the digest in lower-case hexadecimal; it does not depend on where the directory is. */
  static String of(BundleLayout layout) {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    for (String file : layout.files()) {
      try {
        add(sha256, file, layout.directory().resolve(file));
      } catch (IOException e) {
        throw BundleException.because(
            "Cannot read " + file + " of bundle " + layout.directory(), e);
      }
    }
    return Hex.encodeHexString(sha256.digest());
  }

  private static void add(MessageDigest sha256, String name, Path file) throws IOException {
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    // Lengths frame the parts, so that different bundles never yield the same sequence of bytes.
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
    sha256.update(frame.putInt(path.length).putLong(Files.size(file)).array());
    sha256.update(path);
    try (InputStream in = Files.newInputStream(file)) {
      DigestUtils.updateDigest(sha256, in);
    }
  }
}
