"""The table: families of cases, each {case, class, config, record}, a golden file a family."""
import debezium_cases
import kafka_cases
import row_cases
import script_cases

FAMILIES = [*kafka_cases.FAMILIES, *debezium_cases.FAMILIES, *row_cases.FAMILIES, *script_cases.FAMILIES]


def families():
    return {each.__name__: each().lines for each in FAMILIES}
