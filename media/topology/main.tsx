import { render } from 'preact';
import './topology.css';

render(<main />, document.getElementById('panel')!);
