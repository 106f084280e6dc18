package org.thumbscore.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The conversion of the GPU addresses that Spark assigns to a task to the ordinal that CUDA
 * expects.
 *
 * <p>They differ because CUDA counts the devices in {@code CUDA_VISIBLE_DEVICES} from 0, in the
 * order of that list. A scheduler may assign the host's own device numbers, in which case the
 * address is in the list, or positions in the list. If the address is not in the list, it is a
 * position; if the list is 0, 1, 2, both are the same.
 */
final class CudaOrdinal {
  private CudaOrdinal() {}

  /**
   * Returns the CUDA ordinal for a task.
   *
   * @param addresses the addresses that Spark assigned to the task, in Spark's order; empty if
   *     there are none
   * @param visible the value of {@code CUDA_VISIBLE_DEVICES}, if it is set
   * @throws EncoderException if no device is visible, or the address is not among the visible
   *     devices
   */
  static int of(List<String> addresses, Optional<String> visible) {
    List<String> devices = visible.map(CudaOrdinal::split).orElse(List.of());
    if (visible.isPresent() && (devices.isEmpty() || devices.get(0).startsWith("-"))) {
      throw new EncoderException(
          "Cannot use CUDA: CUDA_VISIBLE_DEVICES is '"
              + visible.get()
              + "', which hides every GPU. Unset it, or set score.device=cpu");
    }
    if (addresses.isEmpty() || devices.size() == 1) {
      return 0;
    }
    String address = addresses.get(0).trim();
    int position = devices.indexOf(address);
    if (position >= 0) {
      return position;
    }
    return parse(address)
        .filter(index -> visible.isEmpty() || index < devices.size())
        .orElseThrow(() -> unmapped(address, visible));
  }

  private static List<String> split(String visible) {
    return Arrays.stream(visible.split(",", -1))
        .map(String::trim)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private static Optional<Integer> parse(String address) {
    return address.matches("\\d{1,6}") ? Optional.of(Integer.parseInt(address)) : Optional.empty();
  }

  private static EncoderException unmapped(String address, Optional<String> visible) {
    return new EncoderException(
        "Cannot map Spark's GPU address '"
            + address
            + "' to a CUDA device: expected a number"
            + visible.map(v -> " or one of CUDA_VISIBLE_DEVICES=" + v).orElse("")
            + ". Run one executor per GPU, or set score.device=cpu");
  }
}
