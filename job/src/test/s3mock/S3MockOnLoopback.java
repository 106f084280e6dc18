import com.adobe.testing.s3mock.S3MockApplication;
import com.adobe.testing.s3mock.service.MultipartService;
import com.adobe.testing.s3mock.store.BucketMetadata;
import com.adobe.testing.s3mock.store.BucketStore;
import com.adobe.testing.s3mock.store.MultipartStore;
import java.util.UUID;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * S3Mock, listening on the loopback interface only: its own start opens a port on all. Run by Java's
 * source launcher on the class path of S3Mock, which must not meet that of Spark.
 */
public class S3MockOnLoopback {
  @Bean
  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> loopback() {
    return factory ->
        factory
            .getAdditionalTomcatConnectors()
            .forEach(connector -> connector.setProperty("address", "127.0.0.1"));
  }

  /**
   * S3Mock 4.12.4 takes an aborted upload's key out of the bucket, and with it the object that
   * another upload has made under that key. S3 leaves objects alone: a committer that ends the
   * uploads it does not need, such as one that was begun twice as its answer was lost, relies on it.
   */
  @Bean
  @Primary
  static MultipartService abortsNothingButUploads(BucketStore buckets, MultipartStore uploads) {
    return new MultipartService(buckets, uploads) {
      @Override
      public void abortMultipartUpload(String bucketName, String key, UUID uploadId) {
        BucketMetadata bucket = buckets.getBucketMetadata(bucketName);
        uploads.abortMultipartUpload(bucket, bucket.getID(key), uploadId);
      }
    };
  }

  public static void main(String[] args) {
    new SpringApplicationBuilder(S3MockApplication.class, S3MockOnLoopback.class).run(args);
  }
}
