"""The table: families of cases, each {case, class, config, record}, a golden file a family."""
import crossed_cases
import debezium_cases
import javascript_cases
import kafka_cases
import odd_cases
import row_cases
import script_cases

COMPILED = [*kafka_cases.FAMILIES, *debezium_cases.FAMILIES, *row_cases.FAMILIES]
FAMILIES = [*COMPILED, *debezium_cases.OF_DEBEZIUM_2, *script_cases.FAMILIES, *javascript_cases.FAMILIES, *odd_cases.FAMILIES, crossed_cases.crossed_with(COMPILED)]


def families():
    return {each.__name__: each().lines for each in FAMILIES}
