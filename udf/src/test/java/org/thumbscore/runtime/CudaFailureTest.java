package org.thumbscore.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12:"
            + " cannot open shared object file: No such file or directory"
            + " | libcublasLt.so.12 not found on LD_LIBRARY_PATH. Install CUDA 12",
        "CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version"
            + " | the NVIDIA driver is older than the CUDA libraries. Update the driver",
        "CUDA failure 101: invalid device ordinal ; GPU=7"
            + " | there is no such device. Check CUDA_VISIBLE_DEVICES and"
            + " spark.executor.resource.gpu",
        "CUDA failure 100: no CUDA-capable device is detected"
            + " | the driver sees no GPU. Check nvidia-smi on this machine",
        "CUDA failure 2: out of memory"
            + " | its memory is full. Run one executor per GPU, or lower score.batch-size"
      })
  void knownFailuresSayHowToMendThem(String runtimeMessage, String cause) {
    assertEquals(
        "Cannot start CUDA on device 2: " + cause + ", or set score.device=cpu",
        CudaFailure.explain(new Device.Cuda(2), runtimeMessage));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'something\nnew'|something new", "|null"})
  void unknownFailuresAreQuotedOnOneLine(String runtimeMessage, String quoted) {
    assertEquals(
        "Cannot start CUDA on device 0: "
            + quoted
            + ". Check the driver and CUDA 12, or set score.device=cpu",
        CudaFailure.explain(new Device.Cuda(0), runtimeMessage));
  }
}
