package org.thumbscore.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.runtime.Device;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.EncoderException;

/** A device is compared with the reference batch of a bundle before the first row. */
class ReferenceBatchTest {
  private static final Path MADE = Path.of("src/test/resources/org/thumbscore/families");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private void open(Path bundle) {
    LoadedTowers.open(
            EncoderBundle.of(ModelBundle.open(bundle)),
            List.of(),
            new DeviceChoice(new Device.Cpu(), false, "score.device=cpu"),
            folder)
        .close();
  }

  private Path changed(String family, String pointer, Consumer<ObjectNode> change)
      throws IOException {
    Path copy = folder.resolve(family);
    FileUtils.copyDirectory(MADE.resolve(family).toFile(), copy.toFile());
    ObjectNode export = (ObjectNode) JSON.readTree(copy.resolve("thumbscore.json").toFile());
    change.accept((ObjectNode) export.at(pointer));
    JSON.writeValue(copy.resolve("thumbscore.json").toFile(), export);
    return copy;
  }

  private static String zlib(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Deflater deflater = new Deflater();
    deflater.setInput(bytes.array());
    deflater.finish();
    byte[] packed = new byte[1 << 16];
    int length = deflater.deflate(packed);
    deflater.end();
    return Base64.getEncoder().encodeToString(Arrays.copyOf(packed, length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blip", "blip2", "caption"})
  void aCorrectDeviceIsAccepted(String family) {
    open(MADE.resolve(family));
  }

  /** As if the device had computed other numbers than PyTorch. */
  @ParameterizedTest
  @ValueSource(strings = {"vision_model/outputs/image_embeds", "text_model/outputs/text_embeds"})
  void aDeviceThatComputesSomethingElseIsRefused(String output) throws IOException {
    Path bundle =
        changed(
            "blip",
            "/reference/" + output,
            array -> {
              int count = array.at("/shape/0").asInt() * array.at("/shape/1").asInt();
              array.put("data", zlib(new float[count]));
            });
    String message = assertThrows(EncoderException.class, () -> open(bundle)).getMessage();
    assertTrue(message.startsWith("Cannot trust cpu"), message);
    assertTrue(message.contains(output.substring(output.lastIndexOf('/') + 1)), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void whatTheExporterMeasuredIsAllowedFourTimes() throws IOException {
    Path bundle =
        changed(
            "blip",
            "/reference/text_model/outputs/text_embeds",
            array -> {
              int count = array.at("/shape/0").asInt() * array.at("/shape/1").asInt();
              array.put("data", zlib(new float[count]));
            });
    ObjectNode export = (ObjectNode) JSON.readTree(bundle.resolve("thumbscore.json").toFile());
    ((ObjectNode) export.at("/parity/fp32/max_relative_difference")).put("text_embeds", 100);
    JSON.writeValue(bundle.resolve("thumbscore.json").toFile(), export);
    open(bundle);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "AAAA", "eJwDAAAAAAE="})
  void aBatchThatCannotBeReadIsRefused(String data) throws IOException {
    Path bundle =
        changed("blip", "/reference/text_model/inputs/input_ids", array -> array.put("data", data));
    String message = assertThrows(BundleException.class, () -> open(bundle)).getMessage();
    assertTrue(message.contains("thumbscore.json has a reference batch whose input_ids"), message);
  }

  @Test
  void anotherTypeIsRefused() throws IOException {
    Path bundle =
        changed(
            "blip",
            "/reference/text_model/inputs/input_ids",
            array -> array.put("dtype", "complex64"));
    assertThrows(BundleException.class, () -> open(bundle));
  }
}
