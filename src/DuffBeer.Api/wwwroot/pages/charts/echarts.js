/** The parts of ECharts that the pages use; the bundler leaves out the rest. */
import { BarChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TooltipComponent, VisualMapContinuousComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';

use([
    BarChart,
    HeatmapChart,
    LineChart,
    ScatterChart,
    GridComponent,
    TooltipComponent,
    VisualMapContinuousComponent,
    LabelLayout,
    CanvasRenderer,
]);

export { init };
