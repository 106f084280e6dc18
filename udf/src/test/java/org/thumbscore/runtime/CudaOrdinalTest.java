package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaOrdinalTest {

  @ParameterizedTest(name = "address {0}, CUDA_VISIBLE_DEVICES {1}: device {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | | 3", // Nothing hidden: the machine's own number.
        "0 | 2 | 0", // YARN isolation: every executor sees its device as 0.
        "2 | 2 | 0", // One visible device is device 0, whatever it is called.
        "3 | 2,3 | 1", // The address stands in the list.
        "1 | 4,5 | 1", // It does not, so it is a position in it.
        "1 | 0,1,2 | 1", // Both readings agree.
        "GPU-b | GPU-a,GPU-b | 1", // Named devices.
        "3 | ' 2 , 3 ' | 1"
      })
  void addressBecomesCudaOrdinal(String address, String visible, int ordinal) {
    assertEquals(ordinal, CudaOrdinal.of(List.of(address), Optional.ofNullable(visible)));
  }

  @Test
  void withoutAnAddressTheFirstVisibleDeviceIsUsed() {
    assertEquals(0, CudaOrdinal.of(List.of(), Optional.empty()));
    assertEquals(0, CudaOrdinal.of(List.of(), Optional.of("5,6")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "-1", "' , '"})
  void hiddenDevicesAreRefused(String visible) {
    EncoderException refused =
        assertThrows(
            EncoderException.class, () -> CudaOrdinal.of(List.of("0"), Optional.of(visible)));
    assertEquals(
        "Cannot use CUDA: CUDA_VISIBLE_DEVICES is '"
            + visible
            + "', which hides every GPU. Unset it, or set score.device=cpu",
        refused.getMessage());
  }

  @Test
  void anAddressOutsideTheVisibleDevicesIsRefused() {
    EncoderException refused =
        assertThrows(
            EncoderException.class, () -> CudaOrdinal.of(List.of("7"), Optional.of("2,3")));
    assertEquals(
        "Cannot map Spark's GPU address '7' to a CUDA device: expected a number or one of"
            + " CUDA_VISIBLE_DEVICES=2,3. Run one executor per GPU, or set score.device=cpu",
        refused.getMessage());
  }
}
