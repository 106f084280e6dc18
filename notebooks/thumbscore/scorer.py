"""The Spark ML transformer that scores articles; everything is done in the JVM."""

from __future__ import annotations

import sys

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaTransformer
from pyspark.sql.utils import is_remote

JAVA_CLASS = "org.thumbscore.spark.ml.ThumbnailScorer"
STRINGS = {
    "model": "the model bundle, a local path or Hadoop URI",
    "textCol": "the string column with the texts",
    "imageCol": "the column with the images: binary, string (a path), or a struct of bytes and path",
    "imageBase": "the directory that relative paths of images start from",
    "outputCol": "what is put before the names of the appended columns",
    "calibration": "the calibration for the labels, a local path or Hadoop URI",
    "device": "auto, cpu or cuda",
    "provider": "auto, cpu, cuda, openvino or tensorrt-rtx",
    "providerLibrary": "the library of a plugin provider",
    "precision": "auto, fp32, fp16, ...",
    "rescoreBand": "off, auto, or how near to the threshold rows are scored again in fp32",
    "preprocessing": "pillow, pillow12 or torchvision",
}


def parameter(name: str, doc: str, converter: object = TypeConverters.toString) -> Param:
    """A parameter of the class that is being defined."""
    return Param(Params._dummy(), name, doc, typeConverter=converter)


class ThumbnailScorer(JavaTransformer, JavaMLReadable, JavaMLWritable):
    """Appends similarity, label and status to articles, and keeps all rows and columns.

    The parameters are those of the Java class of the same name, and so are the errors.

        ThumbnailScorer(model="models/cft-clip", textCol="summary", imageCol="thumbnail").transform(articles)
    """

    model = parameter("model", STRINGS["model"])
    textCol = parameter("textCol", STRINGS["textCol"])
    imageCol = parameter("imageCol", STRINGS["imageCol"])
    imageBase = parameter("imageBase", STRINGS["imageBase"])
    outputCol = parameter("outputCol", STRINGS["outputCol"])
    calibration = parameter("calibration", STRINGS["calibration"])
    device = parameter("device", STRINGS["device"])
    provider = parameter("provider", STRINGS["provider"])
    providerLibrary = parameter("providerLibrary", STRINGS["providerLibrary"])
    precision = parameter("precision", STRINGS["precision"])
    rescoreBand = parameter("rescoreBand", STRINGS["rescoreBand"])
    preprocessing = parameter("preprocessing", STRINGS["preprocessing"])
    embeddings = parameter("embeddings", "whether embeddings and digests are appended", TypeConverters.toBoolean)
    batchSize = parameter("batchSize", "rows in one run of a tower; 0 is the device's default", TypeConverters.toInt)

    @keyword_only
    def __init__(
        self,
        *,
        model: str | None = None,
        textCol: str | None = None,
        imageCol: str | None = None,
        imageBase: str | None = None,
        outputCol: str | None = None,
        calibration: str | None = None,
        device: str | None = None,
        provider: str | None = None,
        providerLibrary: str | None = None,
        precision: str | None = None,
        rescoreBand: str | None = None,
        preprocessing: str | None = None,
        embeddings: bool | None = None,
        batchSize: int | None = None,
    ) -> None:
        super().__init__()
        self._java_obj = self._new_java_obj(JAVA_CLASS, self.uid)
        if not is_remote():  # Spark Connect has no Java object here; the server knows its defaults
            self._transfer_params_from_java()
        self.set_params(**self._input_kwargs)

    def set_params(self, **values: object) -> ThumbnailScorer:
        """Sets the parameters that are not None, and returns the scorer."""
        return self._set(
            **{name: str(value) if name in STRINGS else value for name, value in values.items() if value is not None}
        )


# readers find the Java class by the module and the name of this one, and this one by those of the Java class
ThumbnailScorer.__module__, _, _ = JAVA_CLASS.rpartition(".")
sys.modules.setdefault(ThumbnailScorer.__module__, sys.modules[__name__])
