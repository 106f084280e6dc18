package org.thumbscore.embed;

import java.io.Serializable;
import java.util.List;
import org.thumbscore.bundle.Precision;
import org.thumbscore.image.ImageLimits;
import org.thumbscore.onnx.DevicePreference;

/**
 * How embeddings are computed.
 *
 * @param precisions in order of preference; empty: the device's default
 * @param batchSize rows in one run of a tower; 0: the device's default (32 on CPU, 256 on GPU)
 * @param lookAheadBatches batches decoded ahead of the model, per task
 * @param deduplicate embed an identical picture or text once within the look-ahead
 */
public record EncoderSettings(
    DevicePreference device,
    List<Precision> precisions,
    int batchSize,
    int lookAheadBatches,
    boolean deduplicate,
    ImageLimits imageLimits)
    implements Serializable {}
