package org.thumbscore.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * From the GPU addresses that Spark lends a task to the ordinal that CUDA expects.
 *
 * <p>They differ: CUDA counts the devices of {@code CUDA_VISIBLE_DEVICES} from 0, in the order of
 * that list. A scheduler may give the machine's own numbers (then the address stands in the list)
 * or positions in it (then it does not, or the list is 0, 1, 2 and both agree).
 */
final class CudaOrdinal {
  private CudaOrdinal() {}

  /**
   * The ordinal for a task.
   *
   * @param addresses what Spark lent the task, in Spark's order; empty where it lends none
   * @param visible the value of {@code CUDA_VISIBLE_DEVICES}, where set
   * @throws EncoderException if nothing is visible, or the address is none of the visible devices
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
