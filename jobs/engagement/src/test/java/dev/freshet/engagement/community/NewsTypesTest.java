package dev.freshet.engagement.community;

import dev.freshet.scoring.community.ExpertChange;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between steps never falls back to Kryo. */
class NewsTypesTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Deed.class,
        ThreadNews.class,
        ItemNews.class,
        CreditNews.class,
        DeskNews.class,
        AskNews.class,
        CompanyNews.class,
        Preference.class,
        ExpertChange.class
      })
  void areSerializedFieldByField(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
