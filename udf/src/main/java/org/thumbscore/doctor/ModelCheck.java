package org.thumbscore.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.thumbscore.common.Messages;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.runtime.EncoderException;

/** Opens a bundle, on each device and in each precision that this machine and the bundle have. */
public final class ModelCheck {
  private ModelCheck() {}

  /**
   * Looks at a bundle. Its reference batch, if it has one, is run each time.
   *
   * @param settings the device and execution provider that scoring would use
   * @param scratch a directory where native libraries may be unpacked
   */
  public static List<Finding> look(
      ModelBundle bundle, DeviceSettings settings, DeviceChoice.Host host, Path scratch) {
    EncoderBundle model;
    try {
      model = EncoderBundle.of(bundle);
    } catch (BundleException e) {
      return List.of(Finding.problem("model", e.getMessage()));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.fine(
            "model",
            "%s is of family %s, with graphs in %s%s"
                .formatted(
                    bundle.name(),
                    model.family(),
                    model.precisions().stream().map(ModelCheck::word).toList(),
                    bundle.export().isPresent()
                        ? ""
                        : "; without thumbscore.json it has no reference batch")));
    for (Precision precision : model.precisions()) {
      if (precision != Precision.BF16) {
        findings.add(
            open(
                model, DeviceSettings.of(DevicePreference.CPU), List.of(precision), host, scratch));
      }
    }
    if (settings.provider().isPlugin() || settings.device() == DevicePreference.CUDA) {
      findings.add(open(model, settings, List.of(), host, scratch));
    }
    return findings;
  }

  private static Finding open(
      EncoderBundle model,
      DeviceSettings device,
      List<Precision> precisions,
      DeviceChoice.Host host,
      Path scratch) {
    String subject =
        device.provider().isPlugin()
            ? device.provider().word()
            : word(device.device())
                + (precisions.isEmpty() ? "" : " in " + word(precisions.get(0)));
    EncoderSettings settings = EncoderSettings.DEFAULT.on(device, precisions);
    try (DualEncoder encoder =
        DualEncoder.open(model, settings, DeviceChoice.of(device, host), 1, scratch)) {
      return Finding.fine(subject, "opens and computes: " + encoder.description());
    } catch (BundleException | EncoderException e) {
      return Finding.problem(subject, Messages.firstLine(e));
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
